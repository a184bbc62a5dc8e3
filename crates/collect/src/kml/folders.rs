//! Folders of a document: their names, and which lies in which.

/// The most characters of a folder's name that are kept: every row carries it.
const MOST_NAME: usize = 200;

/// All folders and documents, in the order in which they begin.
#[derive(Debug, Default)]
pub(super) struct Folders(Vec<Folder>);

#[derive(Debug)]
struct Folder {
    name: String,
    inside: Option<usize>,
}

impl Folders {
    /// Begins a folder; gives its number.
    pub fn begin(&mut self, inside: Option<usize>) -> usize {
        self.0.push(Folder { name: String::new(), inside });
        self.0.len() - 1
    }

    pub fn call(&mut self, folder: usize, name: &str) {
        if let Some(folder) = self.0.get_mut(folder).filter(|folder| folder.name.is_empty()) {
            folder.name = name.trim().chars().take(MOST_NAME).collect();
        }
    }

    /// The name of the nearest folder around that has one.
    pub fn name(&self, folder: Option<usize>) -> Option<&str> {
        self.around(folder).map(|folder| folder.name.as_str()).find(|name| !name.is_empty())
    }

    /// Whether a folder, or one around it, has this name.
    pub fn lies_in(&self, folder: Option<usize>, name: &str) -> bool {
        let name = name.trim();
        self.around(folder).any(|folder| folder.name.eq_ignore_ascii_case(name))
    }

    /// The distinct names, the first few.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.0.iter().map(|folder| folder.name.as_str()).collect();
        names.retain(|name| !name.is_empty());
        names.sort_unstable();
        names.dedup();
        names.truncate(100);
        names
    }

    fn around(&self, folder: Option<usize>) -> impl Iterator<Item = &Folder> {
        let first = folder.and_then(|at| self.0.get(at));
        std::iter::successors(first, |folder| folder.inside.and_then(|at| self.0.get(at)))
    }
}

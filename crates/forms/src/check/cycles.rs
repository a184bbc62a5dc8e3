//! Circles: what is computed or asked by what depends on it.

use super::at;
use crate::expression::parse;
use crate::{Form, Item};
use city::Problem;
use std::collections::BTreeMap;

/// Says every question on a circle of `calculation`, `relevant`, `required` and `read_only`, for which form tools refuse the
/// form: what stands in a group depends on what the group depends on.
pub(super) fn check(form: &Form, problems: &mut Vec<Problem>) {
    let placed = form.placed();
    let mut by_name: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    for (at, one) in placed.iter().enumerate() {
        by_name.entry(one.item.name()).and_modify(|found| *found = None).or_insert(Some(at));
    }
    let by_path: BTreeMap<&str, usize> = placed.iter().enumerate().map(|(at, one)| (one.path.as_str(), at)).collect();
    let edges: Vec<Vec<usize>> = placed
        .iter()
        .map(|one| {
            let expressions = match one.item {
                Item::Question(q) => {
                    vec![&q.logic.calculation, &q.logic.relevant, &q.logic.required, &q.logic.read_only]
                }
                Item::Group(group) => vec![&group.section.relevant],
                Item::Repeat(repeat) => vec![&repeat.section.relevant],
            };
            let mut to: Vec<usize> =
                one.path.rsplit_once('/').and_then(|(above, _)| by_path.get(above)).copied().into_iter().collect();
            for expression in expressions.into_iter().filter(|e| !e.is_empty()).filter_map(|e| parse(e).ok()) {
                to.extend(expression.references().into_iter().filter_map(|name| by_name.get(name).copied().flatten()));
            }
            to
        })
        .collect();
    for circle in circles(&edges) {
        let names: Vec<&str> = circle.iter().filter_map(|at| placed.get(*at)).map(|one| one.item.name()).collect();
        let Some(first) = circle.iter().min().and_then(|at| placed.get(*at)) else { continue };
        let problem = at(Problem::error("form_circle"), super::row(first.item), "relevant").found(names.join(", "));
        problems
            .push(problem.expected("calculations and relevants that end somewhere").hint("form tools refuse the form"));
    }
}

/// Sets of nodes that can reach one another (Tarjan's strongly connected components, without recursion), and nodes that reach
/// themselves at once.
fn circles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut order: Vec<Option<usize>> = vec![None; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut on_stack = vec![false; edges.len()];
    let (mut stack, mut found, mut counter) = (Vec::new(), Vec::new(), 0);
    for start in 0..edges.len() {
        if order.get(start).copied().flatten().is_some() {
            continue;
        }
        let mut work = vec![(start, 0_usize)];
        while let Some((node, edge)) = work.pop() {
            if edge == 0 {
                set(&mut order, node, Some(counter));
                set(&mut low, node, counter);
                counter += 1;
                stack.push(node);
                set(&mut on_stack, node, true);
            }
            let targets = edges.get(node).map(Vec::as_slice).unwrap_or_default();
            if let Some(&target) = targets.get(edge) {
                work.push((node, edge + 1));
                match order.get(target).copied().flatten() {
                    None => work.push((target, 0)),
                    Some(seen) if on_stack.get(target) == Some(&true) => lower(&mut low, node, seen),
                    Some(_) => {}
                }
                continue;
            }
            let mine = low.get(node).copied().unwrap_or_default();
            if let Some((above, _)) = work.last() {
                lower(&mut low, *above, mine);
            }
            if order.get(node).copied().flatten() == Some(mine) {
                let mut circle = Vec::new();
                while let Some(top) = stack.pop() {
                    set(&mut on_stack, top, false);
                    circle.push(top);
                    if top == node {
                        break;
                    }
                }
                if circle.len() > 1 || targets.contains(&node) {
                    circle.sort_unstable();
                    found.push(circle);
                }
            }
        }
    }
    found
}

fn set<T>(of: &mut [T], at: usize, value: T) {
    if let Some(place) = of.get_mut(at) {
        *place = value;
    }
}

fn lower(low: &mut [usize], at: usize, to: usize) {
    if let Some(place) = low.get_mut(at) {
        *place = (*place).min(to);
    }
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn circles_are_found_however_long_the_chain() {
        assert_eq!(circles(&[vec![1], vec![2], vec![0], vec![0]]), [[0, 1, 2]]);
        assert_eq!(circles(&[vec![0], vec![0]]), [[0]]);
        let mut long: Vec<Vec<usize>> = (0..100_000).map(|at| vec![at + 1]).collect();
        long[99_999] = Vec::new();
        assert!(circles(&long).is_empty());
        long[99_999] = vec![0];
        assert_eq!(circles(&long)[0].len(), 100_000);
    }
}

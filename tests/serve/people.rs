//! People and rights: who signs in, what each role may ask, and what those try who have no account.

use crate::common::{copy_of_example, makazi, text};
use crate::{Answer, Server};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const PASSWORD: &str = "korongo mweupe juu";
const OWNER: &str = "Federation of the Settlements of Mfano (invented)";

/// Runs `makazi account` with a password on stdin.
pub(crate) fn account(words: &[&str], password: &str) -> (bool, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_makazi"))
        .arg("account")
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("makazi starts");
    // a command that needs no password may have ended before it is written
    let _ = child.stdin.take().expect("stdin").write_all(format!("{password}\n").as_bytes());
    let output = child.wait_with_output().expect("it ends");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).expect("UTF-8"))
}

pub(crate) fn added(dir: &Path, name: &str, role: &str, owners: &[&str]) {
    let mut words = vec!["add", text(dir), name, "--role", role];
    for owner in owners {
        words.extend(["--owner", owner]);
    }
    let (done, said) = account(&words, PASSWORD);
    assert!(done, "{said}");
}

/// A client with a cookie, or without.
pub(crate) struct Client<'a> {
    pub server: &'a Server,
    pub cookie: String,
}

impl<'a> Client<'a> {
    pub fn stranger(server: &'a Server) -> Self {
        Self { server, cookie: String::new() }
    }

    pub fn signed_in(server: &'a Server, name: &str) -> Self {
        let stranger = Self::stranger(server);
        let answer = stranger.ask("POST", "/api/session", Some(&json!({ "name": name, "password": PASSWORD })));
        assert_eq!(answer.status, 204, "{name}: {}", String::from_utf8_lossy(&answer.body));
        Self { server, cookie: cookie(&answer).expect("a cookie") }
    }

    pub fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        self.ask_with(method, path, body, "")
    }

    pub fn ask_with(&self, method: &str, path: &str, body: Option<&Value>, headers: &str) -> Answer {
        let body = body.map(Value::to_string).unwrap_or_default();
        let cookie = if self.cookie.is_empty() { String::new() } else { format!("Cookie: makazi={}\r\n", self.cookie) };
        self.server.raw(&format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n{cookie}{headers}\r\n{body}",
            self.server.port,
            body.len()
        ))
    }

    pub fn json(&self, path: &str) -> Value {
        let answer = self.ask("GET", path, None);
        assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
        serde_json::from_slice(&answer.body).expect("JSON")
    }
}

/// The id in the cookie that an answer sets.
fn cookie(answer: &Answer) -> Option<String> {
    let line = answer.head.lines().find_map(|line| line.strip_prefix("set-cookie: makazi="))?;
    line.split(';').next().map(str::to_owned)
}

/// A city with an account of each role.
fn with_accounts() -> (tempfile::TempDir, std::path::PathBuf) {
    let (folder, dir) = copy_of_example();
    makazi(&["collect", text(&dir)]);
    added(&dir, "root", "administrator", &[]);
    added(&dir, "vera", "viewer", &[]);
    added(&dir, "pia", "planner", &[]);
    added(&dir, "amina", "community", &[OWNER]);
    added(&dir, "other", "community", &["Somebody else"]);
    (folder, dir)
}

#[test]
fn the_command_keeps_accounts_and_never_a_password() {
    let (_folder, dir) = copy_of_example();
    let (done, said) = account(&["add", text(&dir), "pia", "--role", "planner"], PASSWORD);
    assert!(!done && said.contains("administrator"), "the first keeps the others: {said}");
    assert!(!account(&["add", text(&dir), "root", "--role", "administrator"], "short").0);
    added(&dir, "root", "administrator", &[]);
    let (done, said) = account(&["add", text(&dir), "root", "--role", "viewer"], PASSWORD);
    assert!(!done && said.contains("already"), "{said}");
    assert!(!account(&["add", text(&dir), "c", "--role", "community"], PASSWORD).0, "a community without owners");
    assert!(!account(&["add", text(&dir), "a b", "--role", "viewer"], PASSWORD).0);
    added(&dir, "x'; DROP TABLE account;--".split(['\'', ';', ' ']).next().expect("x"), "viewer", &[]);
    let (_, said) = account(&["list", text(&dir)], "");
    assert_eq!(said, "root  administrator\nx  viewer\n");
    assert!(!account(&["remove", text(&dir), "root"], "").0, "the last administrator");
    assert!(account(&["remove", text(&dir), "x"], "").0);
    for file in std::fs::read_dir(&dir).expect("folder") {
        let path = file.expect("file").path();
        if path.to_string_lossy().contains("desk.sqlite") {
            let bytes = std::fs::read(&path).expect("read");
            assert!(!bytes.windows(7).any(|window| window == b"korongo"), "{}", path.display());
        }
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let about = std::fs::metadata(dir.join("desk.sqlite")).expect("the desk");
        assert_eq!(about.permissions().mode() & 0o077, 0, "others of this machine may not read it");
    }
}

#[test]
fn an_address_that_others_reach_needs_an_administrator_and_the_names_it_was_given() {
    let (_folder, dir) = copy_of_example();
    makazi(&["collect", text(&dir)]);
    let refused = makazi(&["serve", text(&dir), "--port", "0", "--bind", "0.0.0.0"]);
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("makazi account add"));
    added(&dir, "root", "administrator", &[]);
    let server = Server::start(&dir, &["--bind", "0.0.0.0", "--name", "city.example.org"]);
    let asked =
        |host: &str| server.raw(&format!("GET /api/me HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).status;
    assert_eq!([asked("city.example.org"), asked("127.0.0.1"), asked("evil.example.org")], [200, 200, 421]);
    assert_eq!(server.get("/api/city").status, 401);
    // even where somebody takes the accounts away meanwhile
    assert!(account(&["remove", text(&dir), "root"], "").0);
    assert_eq!(server.get("/api/city").status, 401);
}

#[test]
fn each_role_may_ask_what_is_its_own_and_nothing_else() {
    let (_folder, dir) = with_accounts();
    let server = Server::start(&dir, &[]);
    let all = [
        Client::stranger(&server),
        Client::signed_in(&server, "vera"),
        Client::signed_in(&server, "pia"),
        Client::signed_in(&server, "amina"),
        Client::signed_in(&server, "root"),
    ];
    let reason = json!({ "reason": "x" });
    let confirmed = json!({ "owner": OWNER, "level": "city" });
    let account = json!({ "name": "new", "role": "viewer", "password": PASSWORD });
    // stranger, viewer, planner, community, administrator
    let matrix: [(&str, &str, Option<&Value>, [u16; 5]); 25] = [
        ("GET", "/", None, [200; 5]),
        ("GET", "/api/me", None, [200; 5]),
        ("GET", "/api/city", None, [401, 200, 200, 200, 200]),
        ("GET", "/api/places", None, [401, 200, 200, 200, 200]),
        ("GET", "/api/gaps", None, [401, 200, 200, 200, 200]),
        ("GET", "/api/layers", None, [401, 200, 200, 200, 200]),
        ("GET", "/api/tables/observations.csv", None, [401, 200, 200, 200, 200]),
        ("GET", "/tiles/place_settlement/0/0/0.mvt", None, [401, 200, 200, 200, 200]),
        ("GET", "/ogc", None, [401, 200, 200, 200, 200]),
        ("GET", "/ogc/collections/place_settlement/items", None, [401, 200, 200, 200, 200]),
        ("GET", "/api", None, [401, 200, 200, 200, 200]),
        ("GET", "/api/forms", None, [401, 200, 200, 200, 200]),
        ("GET", "/api/forms/makazi_household_survey.xlsx", None, [401, 200, 200, 200, 200]),
        ("GET", "/openrosa/formList", None, [401, 200, 200, 200, 200]),
        ("GET", "/openrosa/forms/makazi_household_survey.xml", None, [401, 200, 200, 200, 200]),
        ("HEAD", "/openrosa/submission", None, [401, 204, 204, 204, 204]),
        ("GET", "/api/inbox", None, [401, 403, 403, 200, 403]),
        ("GET", "/api/inbox/1", None, [401, 403, 403, 404, 403]),
        ("POST", "/api/inbox/1/confirm", Some(&confirmed), [401, 403, 403, 404, 403]),
        ("POST", "/api/inbox/1/refuse", Some(&reason), [401, 403, 403, 404, 403]),
        ("POST", "/api/inbox/1/withdraw", Some(&reason), [401, 403, 403, 404, 403]),
        ("GET", "/api/reads", None, [401, 403, 403, 200, 403]),
        ("GET", "/api/accounts", None, [401, 403, 403, 403, 200]),
        ("POST", "/api/accounts", Some(&account), [401, 403, 403, 403, 201]),
        ("DELETE", "/api/accounts/new", None, [401, 403, 403, 403, 204]),
    ];
    for (method, path, body, expected) in matrix {
        let found: Vec<u16> = all.iter().map(|client| client.ask(method, path, body).status).collect();
        assert_eq!(found, expected, "{method} {path}");
    }
    assert!(all[0].ask("GET", "/ogc", None).head.contains("www-authenticate: basic"));
    assert!(!all[0].ask("GET", "/api/city", None).head.contains("www-authenticate"), "no browser asks by itself");
    let levels: Vec<Value> = all[1..].iter().map(|client| client.json("/api/city")["role"].clone()).collect();
    assert_eq!(levels, ["public", "city", "community", "city"]);
    let me = all[3].json("/api/me");
    assert_eq!((&me["rights"], &me["owners"]), (&json!(["look", "decide"]), &json!([OWNER])));
}

#[test]
fn what_is_a_communitys_own_is_its_own_and_it_sees_who_read_it() {
    let (_folder, dir) = with_accounts();
    let toml = std::fs::read_to_string(dir.join("city.toml")).expect("city.toml");
    let kept = toml.replacen("level = \"public\"", "level = \"community\"", 1);
    assert_ne!(toml, kept);
    std::fs::write(dir.join("city.toml"), kept).expect("city.toml");
    let server = Server::start(&dir, &[]);
    let [amina, other, pia, root] = ["amina", "other", "pia", "root"].map(|name| Client::signed_in(&server, name));
    let rows =
        |client: &Client, id: &str| client.json(&format!("/api/places/{id}"))["rows"].as_array().expect("rows").len();
    let places = amina.json("/api/places?kind=settlement");
    let most = |client: &Client| {
        let ids = places.as_array().expect("places").iter().filter_map(|place| place["id"].as_str());
        ids.map(|id| rows(client, id)).sum::<usize>()
    };
    let (own, others, of_city) = (most(&amina), most(&other), most(&pia));
    assert!(own > others && others == of_city && of_city == most(&root), "{own} {others} {of_city}");
    assert_eq!(amina.ask("GET", "/api/tables/observations.csv", None).status, 200);
    let reads = amina.json("/api/reads");
    let reads = reads.as_array().expect("reads");
    assert!(reads.iter().all(|read| read["account"] == "amina" && read["owner"] == OWNER), "{reads:#?}");
    for kind in ["place", "table", "city"] {
        assert!(reads.iter().any(|read| read["kind"] == kind), "{kind}");
    }
    assert_eq!(other.json("/api/reads"), json!([]));
}

#[test]
fn a_session_is_new_at_each_sign_in_ends_with_signing_out_and_cannot_be_planted() {
    let (_folder, dir) = with_accounts();
    let server = Server::start(&dir, &[]);
    let planted = Client { server: &server, cookie: "a".repeat(64) };
    let login = json!({ "name": "pia", "password": PASSWORD });
    let answer = planted.ask("POST", "/api/session", Some(&login));
    let first = cookie(&answer).expect("a cookie");
    let line = answer.head.lines().find(|line| line.starts_with("set-cookie")).expect("set").to_owned();
    assert!(line.contains("httponly") && line.contains("samesite=strict") && line.contains("path=/"), "{line}");
    assert_ne!(first, planted.cookie);
    assert_eq!(planted.ask("GET", "/api/city", None).status, 401, "the id that was planted is nobody's");
    let client = Client { server: &server, cookie: first };
    assert_eq!(client.ask("GET", "/api/city", None).status, 200);
    let second = cookie(&client.ask("POST", "/api/session", Some(&login))).expect("a cookie");
    assert_eq!(client.ask("GET", "/api/city", None).status, 401, "the one before ended");
    let client = Client { server: &server, cookie: second };
    assert_eq!(client.ask("DELETE", "/api/session", None).status, 204);
    assert_eq!(client.ask("GET", "/api/city", None).status, 401);
    // a new password ends what was signed in
    let client = Client::signed_in(&server, "pia");
    assert!(account(&["password", text(&dir), "pia"], "another long password").0);
    assert_eq!(client.ask("GET", "/api/city", None).status, 401);
}

#[test]
fn a_page_of_another_site_changes_nothing_in_somebodys_name() {
    let (_folder, dir) = with_accounts();
    let server = Server::start(&dir, &[]);
    let root = Client::signed_in(&server, "root");
    let account = json!({ "name": "evil", "role": "administrator", "password": PASSWORD });
    for headers in [
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
    ] {
        let answer = root.ask_with("POST", "/api/accounts", Some(&account), headers);
        assert_eq!(answer.status, 400, "{headers}");
        let login = json!({ "name": "vera", "password": PASSWORD });
        let answer = root.ask_with("POST", "/api/session", Some(&login), headers);
        assert!(answer.status == 400 && cookie(&answer).is_none(), "{headers}");
    }
    assert!(!root.json("/api/accounts").to_string().contains("evil"));
}

#[test]
fn guessing_is_slowed_by_name_and_by_address() {
    let (_folder, dir) = with_accounts();
    let server = Server::start(&dir, &[]);
    let stranger = Client::stranger(&server);
    let signed_in = Client::signed_in(&server, "vera");
    let guess = |name: &str, password: &str| {
        stranger.ask("POST", "/api/session", Some(&json!({ "name": name, "password": password })))
    };
    let found: Vec<u16> = (0..6).map(|n| guess("pia", &format!("a wrong guess {n}")).status).collect();
    assert_eq!(found, [401, 401, 401, 401, 401, 429]);
    let slowed = guess("pia", PASSWORD);
    assert!(slowed.status == 429 && slowed.head.contains("retry-after: "), "{}", slowed.head);
    assert_eq!(guess("nobody", PASSWORD).status, 429, "nor other names from there");
    assert_eq!(signed_in.ask("GET", "/api/city", None).status, 200, "who is signed in notices nothing");
    let body = String::from_utf8(guess("<script>", "x").body).expect("UTF-8");
    assert!(!body.contains("<script>"));
}

//! `/api/me`, `/api/session`, `/api/accounts`: who asks, signing in and out, keeping accounts.

use super::accounts::{AccountRequest, add, change, remove, token};
use super::asking::{COOKIE, by_password, session};
use super::{body, done, private, secret, text, texts, worked};
use crate::answer::Problem;
use crate::current::{Server, now};
use crate::machines::{JSON, Routes, Told};
use crate::rights::{Right, Who};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use city::desk::{Account, Role};
use flow::FlowError;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;

/// Bytes of a body here.
const MOST_BYTES: usize = 64 << 10;
/// How long a session lasts: a working day.
const SESSION_SECONDS: i64 = 12 * 3600;
/// Languages of the pages.
const LANGUAGES: [&str; 4] = ["en", "fr", "pt", "es"];

pub(super) fn routes() -> Routes {
    let account = || {
        json!({ "type": "object", "required": ["name", "role", "password"], "properties": {
        "name": { "type": "string" }, "role": { "enum": Role::ALL }, "password": { "type": "string" },
        "owners": { "type": "array", "items": { "type": "string" } } } })
    };
    let changed = || {
        json!({ "type": "object", "properties": {
        "role": { "enum": Role::ALL }, "password": { "type": "string" },
        "owners": { "type": "array", "items": { "type": "string" } } } })
    };
    let signing = json!({ "type": "object", "required": ["name", "password"], "properties": {
        "name": { "type": "string" }, "password": { "type": "string" } } });
    Routes::new()
        .add(Told::get("/api/me", "Who asks, and what they may"), me)
        .add_up_to(
            MOST_BYTES,
            Told::post("/api/session", "Sign in").takes(JSON, signing).gives(
                204,
                "",
                "signed in: the cookie of a session",
            ),
            sign_in,
        )
        .add(Told::delete("/api/session", "Sign out").gives(204, "", "signed out"), sign_out)
        .add(Told::get("/api/accounts", "All accounts").needs(Right::Govern), list)
        .add_up_to(
            MOST_BYTES,
            Told::post("/api/accounts", "Make an account").needs(Right::Govern).takes(JSON, account()).gives(
                201,
                JSON,
                "the account",
            ),
            make,
        )
        .add_up_to(
            MOST_BYTES,
            Told::patch("/api/accounts/{name}", "Change an account: what is not named stays")
                .needs(Right::Govern)
                .takes(JSON, changed()),
            alter,
        )
        .add(Told::delete("/api/accounts/{name}", "End an account").needs(Right::Govern).gives(204, "", "ended"), end)
        .add(
            Told::post("/api/accounts/{name}/tokens", "A token for a telephone of the account, shown once")
                .needs(Right::Govern)
                .gives(201, JSON, "the token, and the path after the address"),
            make_token,
        )
        .add(
            Told::delete("/api/accounts/{name}/tokens", "End all tokens of the account")
                .needs(Right::Govern)
                .gives(204, "", "ended"),
            end_tokens,
        )
}

async fn me(State(server): State<Arc<Server>>, Extension(who): Extension<Who>) -> Response {
    worked(move || {
        let accounts = match server.desk_if_there()? {
            Some(desk) => desk.has_accounts().map_err(FlowError::from)?,
            None => false,
        };
        Ok(private(
            StatusCode::OK,
            &json!({
                "account": who.account, "role": who.role, "level": who.level,
                "owners": who.owners.iter().flatten().collect::<Vec<_>>(),
                "accounts": accounts, "rights": who.rights(), "languages": LANGUAGES,
            }),
        ))
    })
    .await
}

async fn sign_in(
    State(server): State<Arc<Server>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let asked = body(&bytes).and_then(|body| {
        let need = |key: &str| -> Result<String, Problem> {
            let said = text(&body, key)?.map(str::to_owned);
            said.ok_or_else(|| Problem::bad(format!("`{key}` is missing"), "send {\"name\": …, \"password\": …}"))
        };
        Ok((need("name")?, need("password")?))
    });
    let (name, password) = match asked {
        Ok(asked) => asked,
        Err(problem) => return problem.into_response(),
    };
    let account = match by_password(&server, name, password, from.ip(), false).await {
        Ok(account) => account,
        Err(refusal) => return refusal,
    };
    worked(move || begin(&server, &account, &headers)).await
}

/// Begins a session under an id that nobody could have known before; one that was there ends.
fn begin(server: &Server, account: &Account, headers: &HeaderMap) -> Result<Response, Problem> {
    let desk = server.desk()?;
    if let Some(before) = session(headers) {
        desk.end_session(&secret::hash(before)).map_err(FlowError::from)?;
    }
    let id = secret::new()?;
    let ends = Timestamp::now().checked_add(SignedDuration::from_secs(SESSION_SECONDS));
    let ends = ends.map_err(|error| Problem::inside(error.to_string()))?.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    desk.begin_session(&secret::hash(&id), &account.name, (&now(), &ends)).map_err(FlowError::from)?;
    Ok(with_cookie(headers, &format!("{id}; Max-Age={SESSION_SECONDS}")))
}

/// Nothing but the cookie; one that only travels encrypted, where a proxy before this server says that it does.
fn with_cookie(headers: &HeaderMap, value: &str) -> Response {
    let secure = headers.get("x-forwarded-proto").is_some_and(|proto| proto.as_bytes() == b"https");
    let secure = if secure { "; Secure" } else { "" };
    let mut response = done();
    if let Ok(cookie) = HeaderValue::from_str(&format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict{secure}")) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

async fn sign_out(State(server): State<Arc<Server>>, headers: HeaderMap) -> Response {
    worked(move || {
        if let (Some(desk), Some(id)) = (server.desk_if_there()?, session(&headers)) {
            desk.end_session(&secret::hash(id)).map_err(FlowError::from)?;
        }
        Ok(with_cookie(&headers, "; Max-Age=0"))
    })
    .await
}

fn told(account: &Account) -> Value {
    json!({ "name": account.name, "role": account.role, "owners": account.owners, "made": account.made })
}

async fn list(State(server): State<Arc<Server>>, Extension(who): Extension<Who>) -> Response {
    worked(move || {
        who.may(Right::Govern)?;
        let all = match server.desk_if_there()? {
            Some(desk) => desk.accounts().map_err(FlowError::from)?,
            None => Vec::new(),
        };
        Ok(private(StatusCode::OK, &all.iter().map(told).collect::<Vec<_>>().into()))
    })
    .await
}

fn role(body: &Value) -> Result<Option<Role>, Problem> {
    let parsed = text(body, "role")?.map(str::parse::<Role>).transpose();
    parsed.map_err(|error| Problem::bad(error.to_string(), "roles are viewer, planner, community and administrator"))
}

async fn make(State(server): State<Arc<Server>>, Extension(who): Extension<Who>, bytes: Bytes) -> Response {
    worked(move || {
        who.may(Right::Govern)?;
        let body = body(&bytes)?;
        let missing = |key: &str| Problem::bad(format!("`{key}` is missing"), "name, role and password are needed");
        let request = AccountRequest {
            name: text(&body, "name")?.ok_or_else(|| missing("name"))?.to_owned(),
            role: role(&body)?.ok_or_else(|| missing("role"))?,
            owners: texts(&body, "owners")?.unwrap_or_default(),
            password: text(&body, "password")?.ok_or_else(|| missing("password"))?.to_owned(),
        };
        Ok(private(StatusCode::CREATED, &told(&add(server.desk()?, &request)?)))
    })
    .await
}

async fn alter(
    State(server): State<Arc<Server>>,
    Extension(who): Extension<Who>,
    Path(name): Path<String>,
    bytes: Bytes,
) -> Response {
    worked(move || {
        who.may(Right::Govern)?;
        let body = body(&bytes)?;
        let owners = texts(&body, "owners")?;
        let wanted = (role(&body)?, owners.as_deref(), text(&body, "password")?);
        Ok(private(StatusCode::OK, &told(&change(server.desk()?, &name, wanted)?)))
    })
    .await
}

async fn end(State(server): State<Arc<Server>>, Extension(who): Extension<Who>, Path(name): Path<String>) -> Response {
    worked(move || {
        who.may(Right::Govern)?;
        remove(server.desk()?, &name)?;
        Ok(done())
    })
    .await
}

async fn make_token(
    State(server): State<Arc<Server>>,
    Extension(who): Extension<Who>,
    Path(name): Path<String>,
) -> Response {
    worked(move || {
        who.may(Right::Govern)?;
        let new = token(server.desk()?, &name)?;
        Ok(private(StatusCode::CREATED, &json!({ "token": new.token, "path": new.path })))
    })
    .await
}

async fn end_tokens(
    State(server): State<Arc<Server>>,
    Extension(who): Extension<Who>,
    Path(name): Path<String>,
) -> Response {
    worked(move || {
        who.may(Right::Govern)?;
        server.desk()?.remove_tokens(&name).map_err(FlowError::from)?;
        Ok(done())
    })
    .await
}

//! Finding out who asks: the cookie of a session, HTTP Basic, or the token in the path of a telephone.

use super::secret;
use crate::answer::Problem;
use crate::current::{Server, now};
use crate::rights::Who;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flow::FlowError;
use flow::desk::Kept;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// The cookie of a session.
pub(super) const COOKIE: &str = "makazi";

/// Where the question comes from.
pub(crate) fn address(request: &Request) -> IpAddr {
    let info = request.extensions().get::<ConnectInfo<SocketAddr>>();
    info.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip())
}

/// Who asks.
///
/// # Errors
/// 401 for a token or password that is not right, 429 where somebody guesses.
pub(crate) async fn who(server: &Arc<Server>, path: &str, headers: &HeaderMap, from: IpAddr) -> Result<Who, Response> {
    let problem = |problem: Problem| problem.into_response();
    let flow = |error: FlowError| Problem::from(error).into_response();
    let desk = server.desk_if_there().map_err(problem)?;
    if let Some(token) = token(path) {
        let found = match desk {
            Some(desk) => desk.account_of_token(&secret::hash(token)).map_err(|e| flow(e.into()))?,
            None => None,
        };
        return found.map(Who::of).ok_or_else(|| refused("there is no such token", true));
    }
    let accounts = match desk {
        Some(desk) => desk.has_accounts().map_err(|e| flow(e.into()))?,
        None => false,
    };
    let Some(desk) = desk.filter(|_| accounts) else {
        // an address that others reach is never open, even where somebody took the accounts away
        return Ok(if server.is_loopback() { Who::here(server.role()) } else { Who::stranger(false) });
    };
    if let Some((name, password)) = basic(headers) {
        return by_password(server, name, password, from, true).await.map(Who::of);
    }
    if let Some(id) = session(headers)
        && let Some(account) = desk.signed_in(&secret::hash(id), &now()).map_err(|e| flow(e.into()))?
    {
        return Ok(Who::of(account));
    }
    Ok(Who::stranger(server.request().everybody))
}

/// The account of a name and a password. `often` says that the same come with every question.
///
/// # Errors
/// 401, 429.
pub(super) async fn by_password(
    server: &Arc<Server>,
    name: String,
    password: String,
    address: IpAddr,
    often: bool,
) -> Result<city::desk::Account, Response> {
    let kept = {
        let desk = server.desk().map_err(IntoResponse::into_response)?;
        desk.account(&name).map_err(|e| Problem::from(FlowError::from(e)).into_response())?
    };
    let known = |kept: &&Kept| often && server.passwords.remembers(&name, &password, &kept.password);
    if let Some(kept) = kept.as_ref().filter(known) {
        return Ok(kept.account.clone());
    }
    let broken = || Problem::inside("the answer broke off").into_response();
    // one at a time, so that nobody guesses faster by guessing several at once; who waits holds no thread
    let _turn = server.passwords.turn().await.ok_or_else(broken)?;
    let server = Arc::clone(server);
    let looked = tokio::task::spawn_blocking(move || {
        if let Some(seconds) = server.guesses.wait(&name, address) {
            return Err(slowed(seconds));
        }
        let right = server.passwords.is_right(kept.as_ref().map(|kept| kept.password.as_str()), &password);
        let Some(kept) = kept.filter(|_| right) else {
            server.guesses.failed(&name, address);
            return Err(refused("name and password do not belong together", often));
        };
        server.guesses.succeeded(&name);
        if often {
            server.passwords.remember(&name, &password, &kept.password);
        }
        Ok(kept.account)
    });
    looked.await.unwrap_or_else(|_| Err(broken()))
}

fn refused(detail: &str, challenge: bool) -> Response {
    let problem = Problem {
        status: StatusCode::UNAUTHORIZED,
        title: "You are not signed in",
        detail: detail.to_owned(),
        hint: "look at the spelling, or ask whoever keeps the accounts of this city".to_owned(),
    };
    let mut response = problem.into_response();
    if challenge {
        challenged(&mut response);
    }
    response
}

/// Asks a program for name and password.
pub(crate) fn challenged(response: &mut Response) {
    let challenge = HeaderValue::from_static("Basic realm=\"makazi\", charset=\"UTF-8\"");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
}

fn slowed(seconds: u64) -> Response {
    let problem = Problem {
        status: StatusCode::TOO_MANY_REQUESTS,
        title: "Too many wrong passwords",
        detail: format!("the next is looked at in {seconds} s"),
        hint: "wait, then try again; an administrator can set a new password".to_owned(),
    };
    let mut response = problem.into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// The token in the path of a telephone.
fn token(path: &str) -> Option<&str> {
    path.strip_prefix("/field/")?.split('/').next()
}

/// Name and password of HTTP Basic.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let said = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, rest) = said.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") || rest.len() > 2048 {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
    let (name, password) = text.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}

/// The id of a session.
pub(super) fn session(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|cookies| cookies.to_str().ok());
    let mut each = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    each.find(|(name, _)| *name == COOKIE).map(|(_, id)| id).filter(|id| id.len() == 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_is_read_out_of_what_a_client_sends_and_nothing_else_counts() {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static("Basic YW1pbmE6YTpi"));
        assert_eq!(basic(&headers), Some(("amina".to_owned(), "a:b".to_owned())));
        for wrong in ["Bearer x", "Basic", "Basic !!", "Basic YW1pbmE="] {
            headers.insert(header::AUTHORIZATION, HeaderValue::from_static(wrong));
            assert_eq!(basic(&headers), None, "{wrong}");
        }
        let id = "0".repeat(64);
        headers.insert(header::COOKIE, HeaderValue::from_str(&format!("a=b; makazi={id}; c=d")).unwrap());
        assert_eq!(session(&headers), Some(id.as_str()));
        headers.insert(header::COOKIE, HeaderValue::from_static("makazi=short; xmakazi=1"));
        assert_eq!(session(&headers), None);
        assert_eq!(token("/field/abc/openrosa/formList"), Some("abc"));
        assert_eq!(token("/fields/abc"), None);
    }
}

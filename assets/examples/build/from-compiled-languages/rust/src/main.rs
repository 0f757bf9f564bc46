//! Shelf's api: a reading list over HTTP, kept in memory. One thread answers one connection.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

const TITLE_MAX: usize = 200;
const BODY_MAX: u64 = 1 << 20;

/// The books by number, the oldest first.
#[derive(Default)]
struct Shelf {
    books: BTreeMap<u64, String>,
    last_id: u64,
}

struct Answer {
    status: &'static str,
    body: String,
    location: Option<String>,
}

impl Answer {
    fn new(status: &'static str, body: String) -> Self {
        Self {
            status,
            body,
            location: None,
        }
    }

    fn error(status: &'static str, message: &str) -> Self {
        Self::new(status, format!(r#"{{"error":{}}}"#, quote(message)))
    }
}

struct Request {
    method: String,
    path: String,
    body: Vec<u8>,
}

/// Make a string of JSON.
fn quote(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\0'..='\x1f' => write!(out, "\\u{:04x}", c as u32).unwrap(),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

fn book_json(id: u64, title: &str) -> String {
    format!(r#"{{"id":{id},"title":{}}}"#, quote(title))
}

fn parse_title(body: &[u8]) -> Option<&str> {
    let title = std::str::from_utf8(body).ok()?.trim();
    let good = (1..=TITLE_MAX).contains(&title.chars().count());
    (good && !title.contains(|c| c < ' ')).then_some(title)
}

fn route(shelf: &Mutex<Shelf>, request: &Request) -> Answer {
    let mut shelf = shelf.lock().unwrap();
    let number = request.path.strip_prefix("/books/");
    let id = number.and_then(|text| text.parse().ok()).unwrap_or(0);
    match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/health") => Answer::new("200 OK", r#"{"status":"ok"}"#.into()),
        ("GET", "/books") => {
            let books = shelf.books.iter().map(|(id, title)| book_json(*id, title));
            let books: Vec<_> = books.collect();
            Answer::new("200 OK", format!("[{}]", books.join(",")))
        }
        ("POST", "/books") => match parse_title(&request.body) {
            Some(title) => {
                shelf.last_id += 1;
                let id = shelf.last_id;
                shelf.books.insert(id, title.to_owned());
                Answer {
                    location: Some(format!("/books/{id}")),
                    ..Answer::new("201 Created", book_json(id, title))
                }
            }
            None => Answer::error(
                "400 Bad Request",
                "the body must be a title of 1 to 200 characters, in UTF-8",
            ),
        },
        ("GET", _) if number.is_some() => match shelf.books.get(&id) {
            Some(title) => Answer::new("200 OK", book_json(id, title)),
            None => Answer::error("404 Not Found", "there is no such book"),
        },
        ("DELETE", _) if number.is_some() => match shelf.books.remove(&id) {
            Some(_) => Answer::new("204 No Content", String::new()),
            None => Answer::error("404 Not Found", "there is no such book"),
        },
        (_, path) if path == "/health" || path == "/books" || number.is_some() => {
            Answer::error("405 Method Not Allowed", "method not allowed")
        }
        _ => Answer::error("404 Not Found", "not found"),
    }
}

/// Read a request; None if it makes no sense.
fn read_request(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream.take(BODY_MAX));
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    words
        .next()
        .filter(|version| version.starts_with("HTTP/1."))?;
    let mut length: usize = 0;
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().ok()?;
            }
            Some(_) => {}
            None if line.trim_end().is_empty() => break,
            None => return None,
        }
    }
    let mut body = Vec::new();
    reader.take(length as u64).read_to_end(&mut body).ok()?;
    (body.len() == length).then_some(Request { method, path, body })
}

fn serve(shelf: &Mutex<Shelf>, mut stream: &TcpStream) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let request = read_request(stream);
    let answer = match &request {
        Some(request) => route(shelf, request),
        None => Answer::error("400 Bad Request", "bad request"),
    };
    let (method, path) = request.map_or(("-".into(), "-".into()), |r| (r.method, r.path));
    let mut head = format!("HTTP/1.1 {}\r\nConnection: close\r\n", answer.status);
    if !answer.body.is_empty() {
        let length = answer.body.len();
        write!(
            head,
            "Content-Type: application/json\r\nContent-Length: {length}\r\n"
        )
        .unwrap();
    }
    if let Some(location) = answer.location {
        write!(head, "Location: {location}\r\n").unwrap();
    }
    let sent = write!(stream, "{head}\r\n{}", answer.body);
    println!(
        r#"{{"event":"request","method":{},"path":{},"status":{}}}"#,
        quote(&method),
        quote(&path),
        &answer.status[..3]
    );
    sent
}

extern "C" {
    // From the C library, which is linked anyway; with dependencies, use the crate signal-hook.
    fn signal(number: i32, handler: extern "C" fn(i32)) -> usize;
    fn write(fd: i32, bytes: *const u8, count: usize) -> isize;
}

const SIGTERM: i32 = 15;
static WAKE: AtomicI32 = AtomicI32::new(-1);

extern "C" fn on_signal(_: i32) {
    // A handler may do very little; writing one byte is allowed.
    unsafe { write(WAKE.load(Ordering::Relaxed), b"!".as_ptr(), 1) };
}

fn main() -> io::Result<()> {
    let port = env::var("PORT")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(8000);
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, port))?;
    let (mut asleep, waker) = UnixStream::pair()?;
    WAKE.store(waker.as_raw_fd(), Ordering::Relaxed);
    unsafe { signal(SIGTERM, on_signal) };

    let shelf = Arc::new(Mutex::new(Shelf::default()));
    let answering = Arc::new((Mutex::new(0), Condvar::new()));
    let count = Arc::clone(&answering);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (shelf, count) = (Arc::clone(&shelf), Arc::clone(&count));
            *count.0.lock().unwrap() += 1;
            thread::spawn(move || {
                let _ = serve(&shelf, &stream); // the client may be gone
                drop(stream);
                *count.0.lock().unwrap() -= 1;
                count.1.notify_all();
            });
        }
    });
    println!(r#"{{"event":"started","port":{port}}}"#);

    asleep.read_exact(&mut [0])?; // until SIGTERM
    let (lock, ended) = &*answering;
    let limit = Duration::from_millis(800);
    let count = lock.lock().unwrap();
    let _ = ended.wait_timeout_while(count, limit, |count| *count > 0);
    println!(r#"{{"event":"stopped"}}"#);
    Ok(())
}

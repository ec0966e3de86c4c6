//! A TCP proxy between a client and a PostgreSQL server: it counts the round
//! trips, keeps the SQL, delays both directions and cuts the connection.
//!
//! It reads the messages of the protocol, without TLS, and so counts exactly: a
//! round trip is a `ReadyForQuery` of the server, which answers every simple query
//! and every `Sync`. The one that ends the start of a connection does not count,
//! nor do the client's messages before it.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

/// What has passed since the last look.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Seen {
    /// How often the client has asked and the server has answered.
    pub n_round_trips: usize,
    /// How many messages the client has sent.
    pub n_messages: usize,
    /// The SQL of the client's messages.
    pub sql: Vec<String>,
}

/// When the connection is cut, by the number of the client's message, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The server never gets the message.
    Before(usize),
    /// The server does what the message asks for; the client never hears of it.
    After(usize),
}

/// A running proxy; new connections are refused once it is dropped.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    server: (String, u16),
    delay: Duration,
    state: Mutex<State>,
    is_closed: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    seen: Seen,
    n_messages_ever: usize,
    cut: Option<Cut>,
}

impl Proxy {
    /// Starts a proxy to the server at this host and port.
    pub fn new(server: (String, u16)) -> Self {
        Self::with_delay(server, Duration::ZERO)
    }

    /// Starts a proxy that hands on what it gets after `delay`, in each direction.
    pub fn with_delay(server: (String, u16), delay: Duration) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            server,
            delay,
            state: Mutex::default(),
            is_closed: AtomicBool::new(false),
        });
        let own = Arc::clone(&shared);
        thread::spawn(move || {
            for client in listener.incoming() {
                if own.is_closed.load(Ordering::SeqCst) {
                    return;
                }
                Pair::start(client.unwrap(), &own);
            }
        });
        Self { port, shared }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Returns what has passed since the last call.
    pub fn take(&self) -> Seen {
        std::mem::take(&mut self.state().seen)
    }

    /// Cuts the connection at a message, counted from now on.
    pub fn cut(&self, cut: Cut) {
        let mut state = self.state();
        state.n_messages_ever = 0;
        state.cut = Some(cut);
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.shared.state.lock().unwrap()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.is_closed.store(true, Ordering::SeqCst);
        // Wakes the listener.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

/// A client and its connection to the server.
struct Pair {
    client: TcpStream,
    server: TcpStream,
    shared: Arc<Shared>,
    /// Whether the server has said that it is ready for a first query.
    is_ready: AtomicBool,
    /// Whether the next answer is kept from the client.
    is_cut: AtomicBool,
    /// Whether the client has asked for something since its last `Sync`.
    has_asked: AtomicBool,
}

impl Pair {
    fn start(client: TcpStream, shared: &Arc<Shared>) {
        let (host, port) = &shared.server;
        let Ok(server) = TcpStream::connect((host.as_str(), *port)) else {
            return;
        };
        // Else the kernel waits for more, and adds delays of its own.
        client.set_nodelay(true).unwrap();
        server.set_nodelay(true).unwrap();
        let pair = Arc::new(Self {
            client,
            server,
            shared: Arc::clone(shared),
            is_ready: AtomicBool::new(false),
            is_cut: AtomicBool::new(false),
            has_asked: AtomicBool::new(false),
        });
        let other = Arc::clone(&pair);
        thread::spawn(move || pair.hand_on_requests());
        thread::spawn(move || other.hand_on_answers());
    }

    fn hand_on_requests(&self) -> io::Result<()> {
        let send = later(&self.server, self.shared.delay)?;
        let mut reader = &self.client;
        let start = loop {
            let packet = read_packet(&mut reader, None)?;
            if !asks_for_encryption(&packet) {
                break packet;
            }
            (&self.client).write_all(b"N")?;
        };
        send.send((Instant::now(), start)).map_err(gone)?;
        loop {
            let mut tag = [0];
            reader.read_exact(&mut tag)?;
            let packet = read_packet(&mut reader, Some(tag[0]))?;
            match self.note(tag[0], &packet) {
                Some(Cut::Before(_)) => return self.hang_up(),
                Some(Cut::After(_)) => self.is_cut.store(true, Ordering::SeqCst),
                None => {}
            }
            send.send((Instant::now(), packet)).map_err(gone)?;
        }
    }

    /// Notes a message of the client; tells whether the connection is cut at it.
    fn note(&self, tag: u8, packet: &[u8]) -> Option<Cut> {
        // Ending the connection is no message that waits for an answer.
        if !self.is_ready.load(Ordering::SeqCst) || tag == b'X' {
            return None;
        }
        let is_round_trip = match tag {
            b'Q' => true,
            b'S' => self.has_asked.swap(false, Ordering::SeqCst),
            b'C' => false,
            _ => {
                self.has_asked.store(true, Ordering::SeqCst);
                false
            }
        };
        let mut state = self.shared.state.lock().unwrap();
        state.seen.n_round_trips += usize::from(is_round_trip);
        state.seen.n_messages += 1;
        state.n_messages_ever += 1;
        let body = &packet[5..];
        match tag {
            b'Q' => state.seen.sql.push(text_at(body, 0)),
            b'P' => state.seen.sql.push(text_at(body, 1)),
            _ => {}
        }
        let number = state.n_messages_ever;
        let reached =
            |cut: &mut Cut| matches!(cut, Cut::Before(at) | Cut::After(at) if *at == number);
        state.cut.take_if(reached)
    }

    fn hand_on_answers(&self) -> io::Result<()> {
        let send = later(&self.client, self.shared.delay)?;
        let mut reader = &self.server;
        loop {
            let mut tag = [0];
            reader.read_exact(&mut tag)?;
            let packet = read_packet(&mut reader, Some(tag[0]))?;
            if tag[0] == b'Z' {
                if self.is_cut.load(Ordering::SeqCst) {
                    return self.hang_up();
                }
                self.is_ready.store(true, Ordering::SeqCst);
            }
            if !self.is_cut.load(Ordering::SeqCst) {
                send.send((Instant::now(), packet)).map_err(gone)?;
            }
        }
    }

    fn hang_up(&self) -> io::Result<()> {
        self.server.shutdown(Shutdown::Both)?;
        self.client.shutdown(Shutdown::Both)
    }
}

/// Writes packets to a stream, each `delay` after it came, and then ends the stream.
fn later(stream: &TcpStream, delay: Duration) -> io::Result<mpsc::Sender<(Instant, Vec<u8>)>> {
    let mut stream = stream.try_clone()?;
    let (send, packets) = mpsc::channel::<(Instant, Vec<u8>)>();
    thread::spawn(move || {
        for (came, packet) in packets {
            thread::sleep((came + delay).saturating_duration_since(Instant::now()));
            if stream.write_all(&packet).is_err() {
                break;
            }
        }
        let _ = stream.shutdown(Shutdown::Write);
    });
    Ok(send)
}

fn gone<T>(_: mpsc::SendError<T>) -> io::Error {
    io::ErrorKind::BrokenPipe.into()
}

/// Reads a packet whose first byte, if it has a tag, has been read.
fn read_packet(reader: &mut impl Read, tag: Option<u8>) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    reader.read_exact(&mut length)?;
    let rest = (u32::from_be_bytes(length) as usize).saturating_sub(4);
    let mut packet: Vec<u8> = tag.into_iter().chain(length).collect();
    let start = packet.len();
    packet.resize(start + rest, 0);
    reader.read_exact(&mut packet[start..])?;
    Ok(packet)
}

/// The requests for TLS and for GSSAPI, to which the answer is one byte: no.
fn asks_for_encryption(packet: &[u8]) -> bool {
    let code = packet.get(4..8).and_then(|code| code.try_into().ok());
    matches!(code.map(u32::from_be_bytes), Some(80_877_103 | 80_877_104))
}

/// The text that ends with a zero byte, after `n_before` others.
fn text_at(body: &[u8], n_before: usize) -> String {
    let text = body
        .split(|byte| *byte == 0)
        .nth(n_before)
        .unwrap_or_default();
    String::from_utf8_lossy(text).into_owned()
}

//! A connection that gives up on a peer that never ends.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};

/// Bytes read at a time where they are counted.
const CHUNK: usize = 8 << 10;

/// A stream from which so many bytes may come at most, where there is a cap.
pub(super) struct Capped<S> {
    inner: S,
    left: Option<usize>,
}

impl<S> Capped<S> {
    pub(super) fn new(inner: S, cap: Option<usize>) -> Self {
        Self { inner, left: cap }
    }
}

impl<S: Read + Unpin> Read for Capped<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let Some(left) = self.left else { return Pin::new(&mut self.inner).poll_read(cx, buffer) };

        let mut chunk = [0; CHUNK];
        let most = buffer.remaining().min(CHUNK);
        let mut read = ReadBuf::new(&mut chunk[..most]);
        match Pin::new(&mut self.inner).poll_read(cx, read.unfilled()) {
            Poll::Ready(Ok(())) => {}
            other => return other,
        }

        let filled = read.filled();
        let Some(left) = left.checked_sub(filled.len()) else {
            return Poll::Ready(Err(io::Error::other("the answer has no end")));
        };
        buffer.put_slice(filled);
        self.left = Some(left);
        Poll::Ready(Ok(()))
    }
}

impl<S: Write + Unpin> Write for Capped<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, buffer)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(cx, buffers)
    }
}

impl<S: Connection> Connection for Capped<S> {
    fn connected(&self) -> Connected {
        self.inner.connected()
    }
}

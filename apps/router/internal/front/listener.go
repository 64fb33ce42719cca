package front

import (
	"net"
	"time"
)

const (
	// writeTime is how long a client may take to accept a part of its answer.
	writeTime = 30 * time.Second
	writePart = 256 << 10
)

// Patient makes a listener whose connections end where the client takes nothing. Streams have no end, so there is no
// limit for an answer as a whole; but who does not read must not hold a place for ever.
func Patient(l net.Listener) net.Listener { return patientListener{l, writeTime} }

type patientListener struct {
	net.Listener
	limit time.Duration
}

// Accept waits for a connection.
func (l patientListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &patientConn{Conn: c, limit: l.limit}, nil
}

type patientConn struct {
	net.Conn
	limit time.Duration
	until time.Time
}

// Write writes in parts, so that a long answer has the time that it needs as long as it moves. A deadline is set only
// where less than half of the last one is left: most answers cost none.
func (c *patientConn) Write(b []byte) (n int, err error) {
	for {
		if now := time.Now(); c.until.Sub(now) < c.limit/2 {
			c.until = now.Add(c.limit)
			_ = c.Conn.SetWriteDeadline(c.until) // the connection is gone: the write says so
		}
		written, err := c.Conn.Write(b[n:min(n+writePart, len(b))])
		n += written
		if err != nil || n >= len(b) {
			return n, err
		}
	}
}

// SetWriteDeadline is for net/http, which takes deadlines away after each request; and it has none to set.
func (c *patientConn) SetWriteDeadline(time.Time) error { return nil }

// CloseWrite is for net/http, which ends a connection so where the client still sends.
func (c *patientConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

//go:build linux || darwin

package handlers

import (
	"net"
	"sync/atomic"
	"syscall"
	"time"
)

// peerGone gives a channel that is closed when whoever is at the other end of a line has gone, and
// what ends the watch. It reads nothing: it looks at whether there would be anything to read. On
// a line that cannot be looked at, a beat that cannot be sent shows it later.
func peerGone(conn net.Conn) (gone <-chan struct{}, letGo func()) {
	left, finished := make(chan struct{}), make(chan struct{})
	raw, ok := conn.(syscall.Conn)
	if !ok {
		return left, func() {}
	}
	rc, err := raw.SyscallConn()
	if err != nil || conn.SetReadDeadline(time.Time{}) != nil {
		return left, func() {}
	}
	var enough atomic.Bool
	go func() {
		defer close(finished)
		if closed(rc) && !enough.Load() {
			close(left)
		}
	}()
	return left, func() {
		enough.Store(true)
		_ = conn.SetReadDeadline(time.Now()) // wakes the watch; a line that is closed has woken it
		<-finished
	}
}

// closed waits until there is something to read, or never will be, and tells which.
func closed(rc syscall.RawConn) bool {
	var over bool
	var one [1]byte
	err := rc.Read(func(fd uintptr) bool {
		n, _, err := syscall.Recvfrom(int(fd), one[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		for err == syscall.EINTR {
			n, _, err = syscall.Recvfrom(int(fd), one[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		}
		if err == syscall.EAGAIN {
			return false
		}
		over = n == 0 || err != nil
		return true
	})
	return over || err != nil
}

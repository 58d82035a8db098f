package site

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// fileOf is the file that a SQLite database is kept in; nothing for a database on a server.
func fileOf(database string) string {
	file, ok := strings.CutPrefix(database, "sqlite:")
	if !ok {
		return ""
	}
	return file
}

// lock makes this process the only one that serves, migrates or restores a database file, for
// as long as it lives. The lock is the kernel's, on a file beside it, so it cannot outlive a
// crash; the file itself stays. A database on a server looks after itself.
func lock(database string) (unlock func(), err error) {
	file := fileOf(database)
	if file == "" {
		return func() {}, nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real // one file has one lock, by whatever name it is called
	}
	held, err := os.OpenFile(file+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(held.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = fmt.Errorf("%s is in use by another commonroom: stop that one first", file)
	}
	if err != nil {
		_ = held.Close()
		return nil, err
	}
	return func() { _ = held.Close() }, nil
}

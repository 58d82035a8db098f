package upload

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path"
	"sync"
	"syscall"
	"time"

	"commonroom/models"
)

// shelf is the directory in which the bytes lie: each file under its digest, in a folder named by
// the first two letters of it. Nothing outside the directory can be reached from it, and nothing
// in it is ever written over.
type shelf struct {
	folder string
	mu     sync.Mutex
	root   *os.Root
}

// open gives the directory, which it makes at first.
func (s *shelf) open() (*os.Root, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.root != nil {
		return s.root, nil
	}
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(s.folder)
	s.root = root
	return root, err
}

func (s *shelf) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.root == nil {
		return nil
	}
	err := s.root.Close()
	s.root = nil
	return err
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// placeOf is where the bytes with a digest lie.
func placeOf(digest string) string { return path.Join(digest[:2], digest) }

// put lays data on the shelf and gives its digest. It is on disk when put returns.
func (s *shelf) put(data []byte) (digest string, err error) {
	digest = digestOf(data)
	root, err := s.open()
	if err != nil {
		return digest, full(err)
	}
	if s.has(digest) {
		// It may have lain here for long, and be about to be swept away: now it is wanted.
		now := time.Now()
		return digest, full(root.Chtimes(placeOf(digest), now, now))
	}
	return digest, full(write(root, digest, data))
}

func write(root *os.Root, digest string, data []byte) error {
	if err := root.Mkdir(digest[:2], 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	half := path.Join(digest[:2], halfMark+rand.Text())
	f, err := root.OpenFile(half, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = root.Rename(half, placeOf(digest))
	}
	if err != nil {
		return errors.Join(err, root.Remove(half))
	}
	return errors.Join(settle(root, digest[:2]), settle(root, "."))
}

// halfMark begins the name of a file that is being written.
const halfMark = "half-"

// settle has the names in a folder on disk.
func settle(root *os.Root, folder string) error {
	d, err := root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// full gives a disk that takes nothing its kind.
func full(err error) error {
	for _, cause := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EROFS} {
		if errors.Is(err, cause) {
			return models.ReadOnly(err)
		}
	}
	return err
}

// has tells whether the bytes with a digest are there.
func (s *shelf) has(digest string) bool {
	root, err := s.open()
	if err != nil {
		return false
	}
	_, err = root.Stat(placeOf(digest))
	return err == nil
}

// take gives the bytes with a digest to read.
func (s *shelf) take(digest string) (*os.File, error) {
	root, err := s.open()
	if err != nil {
		return nil, err
	}
	return root.Open(placeOf(digest))
}

// remove throws away one file of a folder of the shelf.
func (s *shelf) remove(folder, name string) error {
	root, err := s.open()
	if err != nil {
		return err
	}
	if err := root.Remove(path.Join(folder, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// old lists what has lain in one folder of the shelf since before a moment, half-written files
// among it.
func (s *shelf) old(folder string, before time.Time) (names []string, err error) {
	root, err := s.open()
	if err != nil {
		return nil, err
	}
	entries, err := fs.ReadDir(root.FS(), folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		info, gone := e.Info()
		if gone == nil && info.ModTime().Before(before) {
			names = append(names, e.Name())
		}
	}
	return names, err
}

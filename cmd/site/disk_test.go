//go:build linux

package site

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// disk is what a disk is bound to keep of a database: what was synced. A new name, or one that
// is gone, lasts once its folder was synced.
type disk struct {
	database    string
	names, sure map[string]*content // as programs see them, and as they are bound to be after a cut
	syncing     map[*call]func()    // what a sync that is under way will have made sure of
}

// content is a file: what is sure of it, and what was done to it since.
type content struct {
	sure []byte
	open []*call
}

// newDisk starts from files that have lain there for long.
func newDisk(database string) (*disk, error) {
	d := &disk{database: database, names: map[string]*content{}, syncing: map[*call]func(){}}
	files, err := filepath.Glob(database + "*")
	for _, file := range files {
		if !d.keeps(file) {
			continue
		}
		held, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		d.names[file] = &content{sure: held}
	}
	d.sure = maps.Clone(d.names)
	return d, err
}

// keeps tells whether a file is part of the database. SQLite makes its -shm anew, and the lock
// is empty.
func (d *disk) keeps(file string) bool {
	return strings.HasPrefix(file, d.database) && !strings.HasSuffix(file, "-shm") && !strings.HasSuffix(file, ".lock")
}

// play does to the disk what was recorded. It refuses what it does not understand.
func (d *disk) play(e event) error {
	e.done = e.end
	c, folder := d.names[e.path], e.path == filepath.Dir(d.database)
	switch {
	case e.failed() || !folder && !d.keeps(e.path) && !slices.ContainsFunc(e.args, d.named):
	case e.name == "openat" && !strings.Contains(e.args[2], "O_TRUNC"):
		if e.end && c == nil && d.keeps(e.path) {
			d.names[e.path] = new(content)
		}
	case strings.HasPrefix(e.name, "unlink"):
		if e.end {
			delete(d.names, e.path)
		}
	case (e.name == "fsync" || e.name == "fdatasync") && (folder || c != nil):
		d.sync(e, c)
	case (e.name == "pwrite64" || e.name == "ftruncate") && c != nil:
		if !e.end {
			c.open = append(c.open, e.call)
		}
	default:
		return fmt.Errorf("%s of %s: what that does to the disk is not known", e.name, e.path)
	}
	return nil
}

// named tells whether an argument is the name of a file of the database.
func (d *disk) named(arg string) bool { return d.keeps(string(unhex(arg))) }

// sync makes sure, when it ends, of what had been done when it began: to one file, or to the
// names in the folder.
func (d *disk) sync(e event, c *content) {
	switch {
	case e.end:
		d.syncing[e.call]()
		delete(d.syncing, e.call)
	case c == nil:
		names := maps.Clone(d.names)
		d.syncing[e.call] = func() { d.sure = names }
	default:
		open := slices.DeleteFunc(slices.Clone(c.open), func(each *call) bool { return !each.done })
		d.syncing[e.call] = func() { c.settle(open) }
	}
}

// settle makes sure of some calls.
func (c *content) settle(some []*call) {
	for _, each := range some {
		c.sure = each.change(c.sure)
	}
	c.open = slices.DeleteFunc(c.open, func(each *call) bool { return slices.Contains(some, each) })
}

// change does what a call does to a whole file.
func (c *call) change(held []byte) []byte {
	end := c.at + int64(len(c.data))
	if grow := int(end) - len(held); grow > 0 {
		held = append(held, make([]byte, grow)...)
	}
	if c.name == "ftruncate" {
		return held[:c.at]
	}
	copy(held[c.at:], c.data)
	return held
}

// least is what is there after a cut if the disk kept nothing that it was not bound to keep.
func (d *disk) least() map[string][]byte {
	files := map[string][]byte{}
	for name, c := range d.sure {
		files[name] = c.sure
	}
	return files
}

// torn is what is there if it kept, of the rest, what it happened to be at.
func (d *disk) torn(r *rand.Rand) map[string][]byte {
	files := map[string][]byte{}
	names := maps.Clone(d.names)
	maps.Copy(names, d.sure)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		from := d.sure
		if r.IntN(2) == 0 {
			from = d.names
		}
		if c := from[name]; c != nil {
			files[name] = c.torn(r)
		}
	}
	return files
}

// page is what a disk writes at once.
const page = 4096

// torn is a file each page of which, and its length, is as of a moment of its own since the last sync.
func (c *content) torn(r *rand.Rand) []byte {
	length, buffer := len(c.sure), slices.Clone(c.sure)
	moments := map[int]int{-1: r.IntN(len(c.open) + 1)}
	for i, each := range c.open {
		if i < moments[-1] {
			length = each.length(length)
		}
		if need := int(each.at) + len(each.data) - len(buffer); need > 0 {
			buffer = append(buffer, make([]byte, need)...)
		}
		data := each.data
		if each.name == "ftruncate" {
			data = make([]byte, len(buffer)-int(each.at))
		}
		for from := int(each.at); from < int(each.at)+len(data); {
			to := min((from/page+1)*page, int(each.at)+len(data))
			if _, there := moments[from/page]; !there {
				moments[from/page] = r.IntN(len(c.open) + 1)
			}
			if i < moments[from/page] {
				copy(buffer[from:to], data[from-int(each.at):])
			}
			from = to
		}
	}
	return append(buffer, make([]byte, max(0, length-len(buffer)))...)[:length]
}

// length is how long a call leaves a file.
func (c *call) length(before int) int {
	if c.name == "ftruncate" {
		return int(c.at)
	}
	return max(before, int(c.at)+len(c.data))
}

// put writes files into a folder, and names the database among them.
func (d *disk) put(folder string, files map[string][]byte) (string, error) {
	for name, held := range files {
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(name)), held, 0o600); err != nil {
			return "", err
		}
	}
	return filepath.Join(folder, filepath.Base(d.database)), nil
}

package upload_test

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/upload"
)

func TestAFileSentFiftyTimesAtOnceIsThereOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	in := s.sent(8)
	ids := make(chan int64, 50)
	var all sync.WaitGroup
	for range cap(ids) {
		all.Go(func() {
			u, err := s.Take(ctx, s.ann, in)
			if err != nil {
				t.Error(err)
			}
			ids <- u.ID
		})
	}
	all.Wait()
	first := <-ids
	for range cap(ids) - 1 {
		if id := <-ids; id != first {
			t.Fatalf("there is a file %d beside %d", id, first)
		}
	}
	rows, err := db.Value[int](ctx, s.db, `SELECT count(*) FROM activity WHERE verb = $1`, activity.FileAdded)
	if names := s.shelf(); err != nil || rows != 1 || len(names) != 1 {
		t.Errorf("%d acts are noted, and %v is kept: %v", rows, names, err)
	}
}

func TestTwoPeopleWithTheSamePictureHaveAFileEach(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	ann, bob := s.adds(s.ann, 8), s.adds(s.bob, 8)
	if ann.ID == bob.ID || len(s.shelf()) != 1 {
		t.Errorf("they are %d and %d, and %v is kept", ann.ID, bob.ID, s.shelf())
	}
	s.see("ann's", ann, map[string]models.Kind{"ann": "", "bob": gone})
}

func TestWhoMayAddFilesAndHowMany(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{FilesADay: 3, BytesADay: 5000})
	suspended := s.ann
	suspended.State = member.Suspended
	small := func(n byte) upload.NewFile { return upload.NewFile{Name: "a.txt", Data: []byte{'a', n}} }
	large := func(n int) upload.NewFile { return upload.NewFile{Name: "a.txt", Data: bytes.Repeat([]byte("a"), n)} }
	for _, c := range []struct {
		says string
		by   member.Member
		in   upload.NewFile
		want models.Kind
	}{
		{"a visitor cannot", s.visitor, small('1'), models.KindSignIn},
		{"one who is suspended cannot", suspended, small('1'), models.KindForbidden},
		{"a member can", s.ann, small('1'), ""},
		{"up to so many bytes a day", s.ann, large(4999), models.KindLimited},
		{"and less is all right", s.ann, large(4000), ""},
		{"up to so many files", s.ann, small('2'), ""},
		{"and no more", s.ann, small('3'), models.KindLimited},
		{"the others go on", s.bob, small('3'), ""},
		{"no file is larger than the limit", s.bob, large(10_000_001), models.KindInvalid},
	} {
		if _, err := s.Take(ctx, c.by, c.in); models.KindOf(err) != c.want {
			t.Errorf("%s: got %v, want %q", c.says, err, c.want)
		}
	}
	s.later(25 * time.Hour)
	if _, err := s.Take(ctx, s.ann, small('4')); err != nil {
		t.Errorf("the day after: %v", err)
	}
}

func TestWhereNobodySaidWhereFilesGoNoneAreTaken(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	s.Store = upload.New(s.db, models.Limits{}, "")
	if _, err := s.Take(ctx, s.ann, s.sent(8)); models.KindOf(err) != models.KindForbidden || s.Keeps() {
		t.Errorf("got %v", err)
	}
	if err := s.Sweep(ctx); err != nil {
		t.Error(err)
	}
}

func TestAFileWhoseBytesCannotBeKeptIsNotNoted(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	s.adds(s.ann, 8)
	name := s.shelf()[0]
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Dir(name)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Dir(name), nil, 0o600); err != nil { // where the folder was
		t.Fatal(err)
	}
	if _, err := s.Take(ctx, s.bob, s.sent(8)); models.KindOf(err) != models.KindInternal {
		t.Errorf("got %v", err)
	}
	n, err := db.Value[int](ctx, s.db, `SELECT count(*) FROM uploads WHERE by_id = $1`, s.bob.ID)
	if err != nil || n != 0 {
		t.Errorf("%d files are noted whose bytes are nowhere: %v", n, err)
	}
}

func TestWhatIsKeptIsNobodyElsesToRead(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	s.adds(s.ann, 2000)
	names := s.shelf()
	if len(names) != 2 { // whole and smaller
		t.Fatalf("%v is kept", names)
	}
	for _, name := range names {
		file, err := os.Stat(name)
		if err != nil || file.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, file.Mode(), err)
		}
		folder, err := os.Stat(filepath.Dir(name))
		if err != nil || folder.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", filepath.Dir(name), folder.Mode(), err)
		}
	}
}

func TestAPatientsNumberInAFilesNameIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	for name, refused := range map[string]bool{
		"9990000018.png": true, "999_000_0018.png": true, "scan_9990000018.png": true, "9990000018_scan.png": true,
		"NHS_no_9990000018_letter.png": true, "IMG_20260504_0018.png": false, "ward_board.png": false,
	} {
		in := s.sent(8)
		in.Name = name
		if _, err := s.Take(ctx, s.ann, in); (models.KindOf(err) == models.KindInvalid) != refused {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestAFilesNameTellsNothingOfItsOwnersFolders(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	for name, want := range map[string][2]string{
		`C:\Users\ann\Ward board.TXT`: {"Ward board", "ward-board.txt"},
		"/home/ann/plan.v2.txt":       {"plan.v2", "plan-v2.txt"},
		"evil\u202egnp.txt":           {"evilgnp", "evilgnp.txt"},
		"..txt":                       {".", "untitled.txt"},
		"日本.txt":                      {"日本", "untitled.txt"},
	} {
		u, err := s.Take(ctx, s.ann, upload.NewFile{Name: name, Data: []byte("words")})
		if err != nil || u.Title != want[0] || u.Name != want[1] {
			t.Errorf("%q: got %q and %q, %v; want %q", name, u.Title, u.Name, err, want)
		}
	}
}

package site

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestFilesLieBesideTheDatabaseUnlessTold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ database, files, want string }{
		{"sqlite:data/commonroom.db", "", "data/commonroom-files"},
		{"sqlite:/srv/site", "", "/srv/site-files"},
		{"sqlite:data/commonroom.db", "/mnt/files", "/mnt/files"},
		{"postgres://db.example/site", "", ""},
		{"postgres://db.example/site", "/mnt/files", "/mnt/files"},
	} {
		s := Settings{Database: Database{c.database}, Files: c.files}
		if got := s.files(); got != c.want {
			t.Errorf("%s, %q: got %q, want %q", c.database, c.files, got, c.want)
		}
	}
}

func TestADirectoryThatCannotBeMadeIsToldAtOnce(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "files"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), Settings{Database: Database{"sqlite:" + filepath.Join(folder, "site.db")}, Files: filepath.Join(folder, "files")})
	if err == nil {
		_ = s.Close()
	}
	if err == nil || !strings.Contains(err.Error(), "the directory for files") {
		t.Errorf("got %v", err)
	}
}

var (
	filesLine = regexp.MustCompile(`(?m)^\(umask .*cp -au .*$`)
	checkLine = regexp.MustCompile("`(cd /var/backups/commonroom-files && find [^`]*)`")
)

// TestFilesAreBackedUpAndCheckedAsTheREADMESays types the two lines of the README, with one file
// damaged in the copy.
func TestFilesAreBackedUpAndCheckedAsTheREADMESays(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	folder, backups := t.TempDir(), t.TempDir()
	places := strings.NewReplacer("/var/lib/commonroom", folder, "/var/backups", backups, " && sync)", ")")
	copying, checking := places.Replace(filesLine.FindString(string(readme))), places.Replace(checkLine.FindStringSubmatch(string(readme))[1])
	laid := []string{lay(t, folder, "one"), lay(t, folder, "two")}
	if out, err := exec.Command("bash", "-c", copying).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", copying, err, out)
	}
	if out, err := exec.Command("bash", "-c", checking).CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", checking, err, out)
	}
	damaged := strings.Replace(laid[1], folder, backups, 1)
	if err := os.WriteFile(damaged, []byte("twO"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("bash", "-c", checking).CombinedOutput()
	if err == nil || !strings.Contains(string(out), filepath.Base(damaged)) || strings.Contains(string(out), filepath.Base(laid[0])) {
		t.Errorf("a damaged file is not told: %v\n%s", err, out)
	}
}

// lay puts a file where the server would.
func lay(t *testing.T, folder, words string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(words))
	digest := hex.EncodeToString(sum[:])
	name := filepath.Join(folder, "commonroom-files", digest[:2], digest)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

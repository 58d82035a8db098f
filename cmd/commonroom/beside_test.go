package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"commonroom/cmd/site"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/member"
)

// pair is a server, and somebody at the command line of the machine it runs on.
type pair struct {
	t        *testing.T
	database string
	server   *running
	token    string // of Ann's session
}

// does runs a command that has to succeed and say something.
func (p *pair) does(says string, args ...string) {
	p.t.Helper()
	out, err := command(p.t, []string{"COMMONROOM_DATABASE=" + p.database}, args...).CombinedOutput()
	if err != nil || !strings.Contains(string(out), says) {
		p.t.Fatalf("%v: %v, want %q in\n%s", args, err, says, out)
	}
}

// signIn signs Ann in, as her provider's word would.
func (p *pair) signIn() {
	p.t.Helper()
	s, err := site.Beside(p.t.Context(), site.Settings{Database: site.Database{Database: p.database}})
	if err != nil {
		p.t.Fatal(err)
	}
	defer s.Close()
	out, err := s.Members.SignIn(p.t.Context(), member.Login{
		Issuer: "https://login.example", Subject: "1", Provider: "work", Email: "ann@hospital.example", Trusted: true, Name: "Ann",
	})
	if err == nil && out.First {
		err = s.Members.Welcome(p.t.Context(), out.Member, member.Welcome{Handle: "ann-ward"})
	}
	if err != nil {
		p.t.Fatal(err)
	}
	p.token = out.Token
}

// sees holds that a page is there for Ann, with some words in it or without them.
func (p *pair) sees(path, words string, want bool) {
	p.t.Helper()
	req, err := http.NewRequest(http.MethodGet, p.server.base+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Cookie", "local-session="+p.token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || strings.Contains(string(page), words) != want {
		p.t.Errorf("%s: %d, %v; is %q there? want %v", path, res.StatusCode, err, words, want)
	}
}

// TestCommandsWorkBesideARunningServer gives each command that may run beside a server its turn,
// and sees what the server shows next.
func TestCommandsWorkBesideARunningServer(t *testing.T) {
	t.Parallel()
	p := &pair{t: t, database: dbtest.URL(t)}
	p.server = startServer(t, p.database, "")
	folder := t.TempDir()
	roll := filepath.Join(folder, "roll.csv")
	for name, text := range map[string]string{roll: "name,e-mails,cohort\nAnn Ward,ann@hospital.example,1\n", filepath.Join(folder, "one.md"): post} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}

	p.does("1 added", "roll", "import", roll)
	p.signIn()
	p.sees("/members", "Ann Ward", true)

	p.token = "" // her own pages bear her name in any case
	p.sees("/committee", "Ann Ward", false)
	p.does("is Chair", "grant", "ann@hospital.example", "chair", "--from", "2020-01-01")
	p.sees("/committee", "Ann Ward", true)
	p.signIn() // a new office is a new session
	p.sees("/reports", "Reports", true)

	p.does("made       one.md", "import", "practices", folder)
	const path = "/practices/1/walk-the-floor-once-a-week"
	p.sees("/practices/archive/2019/02", "Walk the floor once a week", true)
	p.sees(path, "Sit beside people and watch.", true)

	p.stale()
	p.sees(path, "made long ago", true)
	p.does("practices: 1", "rerender")
	p.sees(path, "made long ago", false)

	if log, err := p.server.end(syscall.SIGTERM); err != nil {
		t.Errorf("it did not stop well: %v\n%s", err, log)
	}
}

// stale makes the practice one that an older renderer made.
func (p *pair) stale() {
	p.t.Helper()
	d, err := db.Open(p.database)
	if err != nil {
		p.t.Fatal(err)
	}
	defer d.Close()
	err = d.Write(p.t.Context(), func(tx *db.Tx) error {
		_, err := db.Exec(p.t.Context(), tx, `UPDATE practices SET html = 'made long ago', renderer = 0`)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

package member_test

import (
	"fmt"
	"strings"
	"testing"

	"commonroom/models"
	"commonroom/models/member"
)

func (h house) load(file string) (member.RollReport, error) {
	return h.ImportRoll(ctx, strings.NewReader(file))
}

func TestImportingTheSameRollTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	got, err := h.load(rollFile)
	if want := (member.RollReport{Unchanged: 3}); err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	if n := h.count("roll_entries"); n != 3 {
		t.Errorf("%d entries", n)
	}
}

func TestAKnownAddressIsTheSamePerson(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.signIn("ann", "ann@hospital.example").Member
	got, err := h.load("\uFEFFCohort, Name ,E-Mail\r\n2,Ann Ward-Lee,ANN@hospital.example;ann@new.example|a2@new.example\r\n5,\"Shah, Dev\",dev@trust.example\r\n")
	if want := (member.RollReport{Added: 1, Updated: 1}); err != nil || got != want {
		t.Fatalf("got %+v, %v; want %+v", got, err, want)
	}
	if by, err := h.Own(ctx, ann); err != nil || by.Cohort != 2 || by.Name != "Ann Ward" {
		t.Errorf("the cohort is the roll's, the name her own: got %+v, %v", by.Member, err)
	}
	_, err = h.SignIn(ctx, login("a2", "a2@new.example"))
	wantSaid(t, err, "already taken")
	if dev := h.signIn("dev", "dev@trust.example").Member; dev.Name != "Shah, Dev" || dev.Cohort != 5 {
		t.Errorf("got %+v", dev)
	}
}

func TestARollWithAnythingWrongIsRefusedWhole(t *testing.T) {
	t.Parallel()
	const head = "name,e-mails,cohort\n"
	for _, c := range []struct{ name, file, want string }{
		{"an empty file", "", "line 1: the file is empty"},
		{"only a header", head, "line 1: there is nobody below"},
		{"no header", "Dev,dev@x.example,5\n", `line 1: "Dev" is not a column of the roll`},
		{"a missing column", "name,cohort\nDev,5\n", "line 1: the column e-mails is missing"},
		{"a column twice", "name,email,e-mails,cohort\n", "line 1: the column e-mails is there twice"},
		{"a name with a bare comma", head + "Shah, Dev,dev@x.example,5\n", "line 2: has 4 cells, not 3"},
		{"no name", head + ",dev@x.example,5\n", "line 2: Enter a name."},
		{"no address", head + "Dev, ,5\n", "line 2: the e-mail address is missing"},
		{"no address at all", head + "Dev,dev(at)x.example,5\n", `line 2: "dev(at)x.example" is not an e-mail address`},
		{"an address of two", head + "Dev,a@b@x.example,5\n", "is not an e-mail address"},
		{"a foreign letter", head + "Dev,dеv@x.example,5\n", "is not an e-mail address"},
		{"no cohort", head + "Dev,dev@x.example,\n", `line 2: the cohort must be a number such as 3, not ""`},
		{"an unknown cohort", head + "Dev,dev@x.example,88\n", "line 2: cohort 88 is not known"},
		{"an open quote", head + "\"Dev,dev@x.example,5\n", "a quotation mark is not closed"},
		{"an address twice", head + "Dev,dev@x.example,5\n\nEva,DEV@x.example,5\n", "line 4: dev@x.example is in line 2 already"},
		{"two people in one line", head + "Ann,ann@hospital.example ben@trust.example,3\n", "line 2: its addresses belong to two people on the roll, Ann Ward and Ben Okafor"},
		{"one person in two lines", head + "Ann,ann@hospital.example,3\nAnn,ann.ward@home.example,3\n", "line 3: on the roll this is the same person as line 2: Ann Ward"},
		{"several faults, told at once", head + "Dev,dev,5\nEva,eva@x.example,five\n", "line 3: the cohort must be"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			report, err := h.load(c.file)
			var said []string
			for _, p := range models.ProblemsOf(err) {
				said = append(said, p.Field+": "+p.Message)
			}
			if !strings.Contains(strings.Join(said, "\n"), c.want) {
				t.Errorf("got %q (%v), want %q", said, err, c.want)
			}
			if report != (member.RollReport{}) || h.count("roll_entries") != 3 || h.count("roll_emails") != 4 {
				t.Errorf("something was imported: %+v", report)
			}
		})
	}
}

func TestARollOfAThousand(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var file strings.Builder
	file.WriteString("name,e-mails,cohort\n")
	for i := range 1000 {
		fmt.Fprintf(&file, "Person %d,p%d@x.example,%d\n", i, i, i%8+1)
	}
	got, err := h.load(file.String())
	if err != nil || got.Added != 1000 {
		t.Errorf("got %+v, %v", got, err)
	}
}

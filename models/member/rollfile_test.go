package member

import (
	"strings"
	"testing"

	"commonroom/models"
)

func FuzzReadRollFile(f *testing.F) {
	for _, seed := range []string{
		"", "name,e-mails,cohort\nAnn Ward,ann@example.org,3\n", "\ufeffcohort;name;e-mails\n3;Ann;a@example.org b@example.org\n",
		"name,e-mails,cohort\n\"Ann,ann@example.org,3\n", "name,e-mails,cohort\nAnn,@,-1\n,,\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lines, err := readRollFile(strings.NewReader(text))
		if err != nil && len(models.ProblemsOf(err)) == 0 {
			t.Errorf("%q: %v does not say which line is wrong", text, err)
		}
		for _, line := range lines {
			if err == nil && (line.Name == "" || len(line.Emails) == 0 || line.Cohort < 1 || line.Number < 2) {
				t.Errorf("%q: took %+v", text, line)
			}
		}
	})
}

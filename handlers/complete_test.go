package handlers

import (
	"net/http"
	"strings"
	"testing"
)

func TestNamesAndTagsCompleteThemselves(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.starts(t, "member", "interoperability", "Who uses FHIR?") // with the tag FHIR
	w.put(t)
	for _, c := range []struct {
		name, role, path string
		status           int
		says, not        string
	}{
		{"a handle", "member", "/complete/members?q=off", 200, `"value":"@officer"`, `@other`},
		{"the beginning of another word of a name", "member", "/complete/members?q=MEM", 200, `"value":"@member"`, `@officer`},
		{"nothing typed", "member", "/complete/members?q=", 200, "[]", "@"},
		{"a sign of patterns", "member", "/complete/members?q=%25", 200, "[]", "@"},
		{"nobody but members", "applicant", "/complete/members?q=off", 403, "", "@officer"},
		{"no visitor", "visitor", "/complete/members?q=off", 401, "", "@officer"},
		{"no applicant is named", "member", "/complete/members?q=app", 200, "[]", "@"},
		{"a tag", "visitor", "/complete/tags?q=fh", 200, `"value":"[FHIR](/tags/fhir)"`, ""},
		{"no tag", "visitor", "/complete/tags?q=zz", 200, "[]", "FHIR"},
		{"a tag without a letter", "visitor", "/complete/tags?q=%20", 200, "[]", "FHIR"},
	} {
		status, answer := w.get(t, c.role, c.path)
		wrong(t, c.name, status, c.status, answer)
		if !strings.Contains(answer, c.says) || c.not != "" && status == http.StatusOK && strings.Contains(answer, c.not) {
			t.Errorf("%s: got %s", c.name, answer)
		}
	}
}

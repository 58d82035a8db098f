package member

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/prose"
)

// Bounds of what a person says of themselves: the longest real names, titles and trusts we met
// fit with room to spare.
const (
	maxName   = 100
	maxTitle  = 120
	minHandle = 2
	maxHandle = 40
)

// nameless is shown where a provider gave no name that can be shown. The person mends it in
// their profile.
const nameless = "Name not given"

// shownName is what a provider calls somebody, if that can stand on a page.
func shownName(in Login) string {
	name, err := prose.Line("name", "a name", in.Name, maxName)
	if err != nil {
		return nameless
	}
	return name
}

// searchKey is what the directory is searched in.
func (m Member) searchKey() string {
	return fold(strings.Join([]string{m.Name, m.JobTitle, m.Organisation, m.Region}, " "))
}

// fold is what different ways to write a name share: no case, no accents.
func fold(text string) string { return prose.Fold(text) }

// reserved are handles that would look like the site speaking, or like everybody.
var reserved = []string{
	"admin", "administrator", "all", "chair", "committee", "commonroom", "everyone", "help", "here",
	"me", "member", "members", "moderator", "new", "nobody", "root", "secretary", "security", "support",
	"system", "team", "treasurer", "vice-chair",
}

// checkHandle says what is wrong with a handle that somebody chose.
func checkHandle(handle string) error {
	odd := func(r rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-", r) }
	switch {
	case len(handle) < minHandle || len(handle) > maxHandle || strings.ContainsFunc(handle, odd):
		return models.Invalid("handle", "A handle has 2 to 40 small letters, digits and hyphens, such as ann-ward.")
	case strings.HasPrefix(handle, "-") || strings.HasSuffix(handle, "-") || strings.Contains(handle, "--"):
		return models.Invalid("handle", "Put hyphens only between letters or digits, one at a time.")
	case slices.Contains(reserved, handle):
		return models.Invalid("handle", "This handle is kept for the site. Choose another.")
	}
	return nil
}

// handleFrom makes a handle of a name: "Zoë O'Neill" is zoe-o-neill.
func handleFrom(name string) string {
	plain := func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9') }
	handle := strings.Join(strings.FieldsFunc(fold(name), plain), "-")
	const room = 6 // for the number that tells namesakes apart
	handle = strings.Trim(handle[:min(len(handle), maxHandle-room)], "-")
	if name == nameless || len(handle) < minHandle || slices.Contains(reserved, handle) {
		return "person"
	}
	return handle
}

// freeHandle gives a handle for a name that nobody has yet; the person may choose another.
func freeHandle(ctx context.Context, q db.Queryer, name string) (string, error) {
	handle := handleFrom(name)
	taken, err := db.Values[string](ctx, q, `
		SELECT m.handle FROM members m WHERE m.handle = $1 OR m.handle LIKE $2`, handle, handle+"-%")
	if err != nil {
		return "", err
	}
	free := handle
	for n := 2; slices.Contains(taken, free); n++ {
		free = fmt.Sprintf("%s-%d", handle, n)
	}
	return free, nil
}

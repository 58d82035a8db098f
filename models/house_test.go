package models_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// pure packages are values in, values out: they import nothing of ours.
var pure = []string{"models/markdown", "models/nhsnumber", "models/spc", "models/stv", "models/openbadge", "models/words"}

// house is every package that has a place in it, from the ground up: one may import only what
// stands on an earlier line, or earlier on its own.
var house = [][]string{
	{"static", "models"},
	pure,
	{"models/prose"},
	{"models/db", "models/db/dbtest"},
	{"models/activity", "models/index"}, // below the members, whose own deeds are recorded too
	{"models/member", "models/space"},
	{"models/ribbon", "models/search", "models/moderation", "models/upload", "models/draft", "models/poll"},
	{"models/discuss", "models/mark", "models/practice", "models/group", "models/project", "models/calendar", "models/committee", "models/accredit", "models/notify", "models/feed"},
	{"views", "views/mail", "views/atom", "views/ical", "views/sitemap"},
	{"handlers/signin", "handlers/api", "handlers"},
	{"cmd/site", "cmd/demo/idp", "cmd/commonroom", "cmd/demo", "cmd/bench"},
}

// source is one Go file of the module: the folder it is in, and what it imports.
type source struct {
	file, dir string
	imports   []string
}

// test tells whether the file is compiled for tests only, as a package of help for tests is.
func (s source) test() bool {
	return strings.HasSuffix(s.file, "_test.go") || strings.HasSuffix(s.dir, "test")
}

// sources reads the imports of every Go file. The files are parsed rather than asked of the go
// command, so that go test knows which files the verdict hangs on and never keeps a stale one.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git") {
			return orSkip(err)
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		s := source{file: strings.TrimPrefix(filepath.ToSlash(name), "../")}
		s.dir = path.Dir(s.file)
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			s.imports = append(s.imports, imported)
		}
		all = append(all, s)
		return nil
	})
	if err != nil || len(all) == 0 {
		t.Fatalf("read the sources: %d files, %v", len(all), err)
	}
	return all
}

func orSkip(err error) error {
	if err != nil {
		return err
	}
	return fs.SkipDir
}

// place gives the line and the seat of a folder in the house. What is inside a feature's folder
// stands where the feature does; what is new beside the features has to be given a place.
func place(dir string) (line, seat int, ok bool) {
	for depth := strings.Count(dir, "/"); depth >= 0; depth-- {
		for line, packages := range house {
			if seat := slices.Index(packages, dir); seat >= 0 {
				return line, seat, true
			}
		}
		if depth < 2 {
			break
		}
		dir = path.Dir(dir)
	}
	return 0, 0, false
}

func TestPackagesImportOnlyWhatStandsBelowThem(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		line, seat, ok := place(s.dir)
		if !ok {
			t.Errorf("%s: the folder %s has no place in the house", s.file, s.dir)
			continue
		}
		if s.test() {
			continue
		}
		for _, imported := range s.imports {
			dir, ours := strings.CutPrefix(imported, "commonroom/")
			if !ours {
				continue
			}
			l, n, ok := place(dir)
			if slices.Contains(pure, s.dir) || !ok || l > line || l == line && n > seat {
				t.Errorf("%s imports %s, which does not stand below it", s.file, dir)
			}
		}
	}
}

func TestSomeThingsAreImportedInOnePlaceOnly(t *testing.T) {
	t.Parallel()
	rules := []struct {
		says      string
		imported  string // an import path, or with a star what it starts with
		forbidden func(dir string) bool
	}{
		{"models and views know nothing of HTTP frameworks", "github.com/gofiber/fiber*", under("models", "views")},
		{"models and views know nothing of HTTP frameworks", "github.com/valyala/fasthttp*", under("models", "views")},
		{"SQL drivers and pools are models/db's affair", "database/sql*", not(under("models/db"))},
		{"SQL drivers and pools are models/db's affair", "github.com/mattn/go-sqlite3*", not(under("models/db"))},
		{"SQL drivers and pools are models/db's affair", "github.com/jackc/pgx*", not(under("models/db"))},
		{"handlers and views ask a model, never the database", "commonroom/models/db*", under("handlers", "views")},
		{"a model knows no page", "commonroom/views*", under("models")},
		{"a page knows no template library but templ", "html/template", under("handlers", "views")},
		{"the local identity provider is the demo's", "commonroom/cmd/demo*", not(under("cmd/demo"))},
		{"the local identity provider is the demo's", "github.com/zitadel/oidc*", not(under("cmd/demo"))},
	}
	for _, s := range sources(t) {
		for _, imported := range s.imports {
			for _, rule := range rules {
				prefix, many := strings.CutSuffix(rule.imported, "*")
				same := imported == prefix || many && strings.HasPrefix(imported, prefix)
				if same && rule.forbidden(s.dir) && !s.test() {
					t.Errorf("%s imports %s: %s", s.file, imported, rule.says)
				}
			}
		}
	}
}

// under tells whether a folder is one of roots or inside one.
func under(roots ...string) func(string) bool {
	return func(dir string) bool {
		return slices.ContainsFunc(roots, func(root string) bool {
			return dir == root || strings.HasPrefix(dir, root+"/")
		})
	}
}

func not(rule func(string) bool) func(string) bool {
	return func(dir string) bool { return !rule(dir) }
}

func TestSharedVocabularyImportsTheStandardLibraryOnly(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, imported := range s.imports {
			if s.dir == "models" && !s.test() && strings.Contains(strings.Split(imported, "/")[0], ".") {
				t.Errorf("%s imports %s", s.file, imported)
			}
		}
	}
}

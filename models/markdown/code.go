package markdown

import (
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// languages are those that code is coloured in, by the names that people give them. The list
// is short on purpose: each is a class that the sanitiser lets through, and each grammar is
// code that runs on what strangers type.
var languages = map[string]string{
	"bash": "bash", "sh": "bash", "shell": "bash", "c": "c", "cpp": "cpp", "c++": "cpp",
	"cs": "csharp", "csharp": "csharp", "c#": "csharp", "css": "css", "dax": "dax", "diff": "diff",
	"dockerfile": "docker", "docker": "docker", "go": "go", "golang": "go", "graphql": "graphql",
	"html": "html", "ini": "ini", "java": "java", "javascript": "javascript", "js": "javascript",
	"json": "json", "julia": "julia", "kotlin": "kotlin", "lua": "lua", "make": "make", "makefile": "make",
	"matlab": "matlab", "perl": "perl", "php": "php", "powerquery": "powerquery", "m": "powerquery",
	"powershell": "powershell", "ps1": "powershell", "python": "python", "py": "python", "r": "r",
	"ruby": "ruby", "rb": "ruby", "rust": "rust", "rs": "rust", "sas": "sas", "scala": "scala", "scss": "scss",
	"sql": "sql", "swift": "swift", "terraform": "terraform", "toml": "toml", "tsql": "tsql",
	"typescript": "typescript", "ts": "typescript", "vb": "vbnet", "vbnet": "vbnet", "xml": "xml",
	"yaml": "yaml", "yml": "yaml",
}

// languageOf gives the name under which we know a language, or nothing.
func languageOf(name string) string { return languages[strings.ToLower(name)] }

// renderCode shows a block of code, coloured by classes where its language is known. It can
// be scrolled by the keyboard.
func renderCode(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	var language string
	if fenced, ok := node.(*ast.FencedCodeBlock); ok {
		language = languageOf(string(fenced.Language(source)))
	}
	code := string(node.Lines().Value(source))
	coloured, ok := highlight(language, code, deadline(node))
	if !ok {
		coloured = escaped(code)
	}
	_, _ = w.WriteString(`<pre tabindex="0"`)
	if ok {
		_, _ = w.WriteString(` class="chroma"`)
	}
	_, _ = w.WriteString("><code")
	if language != "" {
		_, _ = w.WriteString(` class="language-` + language + `"`)
	}
	_ = w.WriteByte('>')
	_, _ = w.WriteString(coloured)
	return written(w, "</code></pre>\n")
}

// highlightFor is how long the code of one text may take to colour: a grammar can be made to go
// round in circles, and code that is not coloured is still code.
const highlightFor = 500 * time.Millisecond

const deadlineMeta = "deadline"

// deadline gives when the text of n has to be done, from its first block of code on.
func deadline(n ast.Node) time.Time {
	root := n.OwnerDocument()
	if stop, ok := root.Meta()[deadlineMeta].(time.Time); ok {
		return stop
	}
	stop := time.Now().Add(highlightFor)
	root.AddMeta(deadlineMeta, stop)
	return stop
}

// highlight gives code as HTML with a class on each word that its language knows, unless that
// takes until after stop. The clock is looked at after each piece the grammar finds, before
// pieces of one kind are put together: of some code a grammar finds thousands of one kind, each
// after a look at all the rest.
func highlight(language, code string, stop time.Time) (string, bool) {
	if language == "" {
		return "", false // without a name, every grammar would be asked whether it is meant
	}
	lexer := lexers.Get(language)
	if lexer == nil {
		return "", false
	}
	next, err := lexer.Tokenise(nil, code)
	if err != nil {
		return "", false
	}
	var b strings.Builder
	class, words := "", ""
	for token := next(); token != chroma.EOF; token = next() {
		if time.Now().After(stop) {
			return "", false
		}
		if c := classOf(token.Type); c != class {
			b.WriteString(coloured(class, words))
			class, words = c, ""
		}
		words += token.Value
	}
	b.WriteString(coloured(class, words))
	return b.String(), true
}

// coloured gives words of one kind as HTML.
func coloured(class, words string) string {
	if class == "" || words == "" {
		return escaped(words)
	}
	return `<span class="` + class + `">` + escaped(words) + `</span>`
}

// classOf gives the class of a kind of word, or that of the kind it belongs to.
func classOf(t chroma.TokenType) string {
	for ; t != 0; t = t.Parent() {
		if class, ok := chroma.StandardTypes[t]; ok {
			return class
		}
	}
	return ""
}

// tokenClasses are all the classes that highlighted code can have.
func tokenClasses() []string {
	var all []string
	for _, class := range chroma.StandardTypes {
		if class != "" {
			all = append(all, class)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// languageNames are the names under which languages are known here.
func languageNames() []string {
	var all []string
	for _, name := range languages {
		all = append(all, name)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// escaped gives s as the text of an element.
func escaped(s string) string { return string(util.EscapeHTML([]byte(s))) }

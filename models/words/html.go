package words

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain gives the text of HTML that we sanitised and stored: without tags, with entities decoded,
// blocks apart, and one space for any blanks. A heading, or an item of a list, that ends without a
// sign is given a full stop, so that it does not run into what comes next.
func Plain(source string) string {
	p := plainer{source: source}
	p.out.Grow(len(source))
	for p.at < len(source) {
		switch source[p.at] {
		case '<':
			p.tag()
		case '&':
			p.entity()
		case ' ', '\n', '\t', '\r', '\f':
			p.blank, p.at = true, p.at+1
		default:
			p.run()
		}
	}
	return p.out.String()
}

// plainer is HTML being turned to text.
type plainer struct {
	source string
	at     int
	open   bool // no tag ends any more
	blank  bool // a space is due before what comes next
	stop   bool // and a full stop before it
	out    strings.Builder
}

// write adds text that has no blanks in it.
func (p *plainer) write(text string) {
	if p.stop {
		p.out.WriteByte('.')
	}
	if p.blank && p.out.Len() > 0 {
		p.out.WriteByte(' ')
	}
	p.blank, p.stop = false, false
	p.out.WriteString(text)
}

// run takes what stands until the next sign that means something.
func (p *plainer) run() {
	end := p.at + 1
	for end < len(p.source) && !special[p.source[end]] {
		end++
	}
	p.write(p.source[p.at:end])
	p.at = end
}

var special = [256]bool{'<': true, '&': true, ' ': true, '\n': true, '\t': true, '\r': true, '\f': true}

// tag passes a tag by. A sign that opens none is text.
func (p *plainer) tag() {
	rest := p.source[p.at+1:]
	end := -1
	if !p.open && rest != "" && (sorts[rest[0]]&letter != 0 || strings.IndexByte("/!?", rest[0]) >= 0) {
		end = strings.IndexByte(rest, '>')
		p.open = end < 0
	}
	if end < 0 {
		p.run()
		return
	}
	p.at += end + 2
	name := tagName(rest[:end])
	if !inline[name] {
		p.blank = true
		p.stop = p.stop || rest[0] == '/' && sentence[name] && p.unfinished()
	}
}

// sentence is the elements whose text is a sentence of its own, whether or not it ends like one.
var sentence = map[string]bool{"h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "li": true, "p": true}

// unfinished tells whether the text so far ends in a letter or a digit.
func (p *plainer) unfinished() bool {
	text := p.out.String()
	r, _ := utf8.DecodeLastRuneInString(text)
	return text != "" && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// inline is the elements that stand within a word or a line.
var inline = map[string]bool{
	"a": true, "abbr": true, "b": true, "code": true, "del": true, "em": true, "i": true, "ins": true, "mark": true,
	"s": true, "span": true, "strong": true, "sub": true, "u": true,
}

// tagName gives the name of a tag, opening or closing. Names are stored in lower case.
func tagName(inside string) string {
	inside = strings.TrimPrefix(inside, "/")
	for i := range len(inside) {
		if sorts[inside[i]]&(small|digit) == 0 {
			return inside[:i]
		}
	}
	return inside
}

// entityBytes is how long the name of an entity is at most, with the signs around it.
const entityBytes = 34

// entity decodes an entity. A sign that begins none is text.
func (p *plainer) entity() {
	rest := p.source[p.at:]
	rest = rest[:min(len(rest), entityBytes)]
	end := 1
	for end < len(rest) && (sorts[rest[end]] != blank && rest[end] < utf8.RuneSelf || rest[end] == '#') {
		end++
	}
	if end == len(rest) || rest[end] != ';' {
		p.run()
		return
	}
	text := html.UnescapeString(rest[:end+1])
	p.at += end + 1
	if strings.TrimSpace(text) == "" {
		p.blank = true
		return
	}
	p.write(text)
}

// Headings gives the texts of the headings in HTML that we sanitised and stored.
func Headings(source string) []string {
	var all []string
	for {
		at := strings.Index(source, "<h")
		if at < 0 {
			return all
		}
		source = source[at+2:]
		if source == "" || source[0] < '1' || source[0] > '6' {
			continue
		}
		end := strings.Index(source, "</h")
		if end < 0 {
			return all
		}
		if _, inside, ok := strings.Cut(source[:end], ">"); ok {
			if text := Plain(inside); text != "" {
				all = append(all, text)
			}
		}
		source = source[end:]
	}
}

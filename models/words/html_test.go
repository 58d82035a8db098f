package words_test

import (
	"slices"
	"testing"

	"commonroom/models/words"
)

func TestPlainGivesTheTextOfHTML(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ says, html, want string }{
		{"text is text", "bed rota", "bed rota"},
		{"blocks are apart", "<p>One</p><p>two<br>three</p><ul><li>four</li></ul>", "One. two three. four"},
		{"a heading does not run into the text", "<h2>What worked</h2><p>Tea. <b>Cake!</b></p><p>More</p>", "What worked. Tea. Cake! More"},
		{"what stands within a word does not split it", "re<em>open</em>ed <a href=\"/x\">H</a><sub>2</sub>O", "reopened H2O"},
		{"code is kept", "<pre class=\"chroma\"><code><span class=\"k\">SELECT</span> 1\n FROM a</code></pre>", "SELECT 1 FROM a"},
		{"entities are decoded once", "A&amp;E &lt;b&gt; &amp;lt; &#39;x&#39; caf&eacute;&nbsp;bar", "A&E <b> &lt; 'x' café bar"},
		{"a sign that opens nothing is text", "a < b && c &x; 1<2 <", "a < b && c &x; 1<2 <"},
		{"a tag that never ends is text", "one <p two", "one <p two"},
		{"a comment goes", "a<!-- b -->c", "a c"},
	} {
		if got := words.Plain(c.html); got != c.want {
			t.Errorf("%s: %q gave %q, want %q", c.says, c.html, got, c.want)
		}
	}
}

func TestHeadingsAreFound(t *testing.T) {
	t.Parallel()
	const html = `<h2 id="p1-h-a">Bed <em>rota</em></h2><p>text</p><hr><h3>A&amp;E</h3><h4></h4><h6>Last</h6><h2>open`
	if got, want := words.Headings(html), []string{"Bed rota", "A&E", "Last"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

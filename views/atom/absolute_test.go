package atom

import "testing"

func TestRelativeLinksBecomeAbsoluteAndNothingElseChanges(t *testing.T) {
	t.Parallel()
	const page = "https://commonroom.example/threads/41/calls?page=2#post-30"
	for _, c := range []struct{ name, text, want string }{
		{"no link", "<p>a &amp; b &lt; c<br></p>", "<p>a &amp; b &lt; c<br></p>"},
		{"an absolute link, byte for byte", `<A  HREF='https://example.org/?a=1&b=2' >x</A>`, `<A  HREF='https://example.org/?a=1&b=2' >x</A>`},
		{"a mail address", `<a href="mailto:ann@trust.example">x</a>`, `<a href="mailto:ann@trust.example">x</a>`},
		{"a path", `<p><a href="/conduct#rule-3" rel="nofollow ugc noopener">x</a></p>`, `<p><a href="https://commonroom.example/conduct#rule-3" rel="nofollow ugc noopener">x</a></p>`},
		{"a query", `<a href="/practices?tag=a&amp;from=b">x</a>`, `<a href="https://commonroom.example/practices?tag=a&amp;from=b">x</a>`},
		{"a part of the page", `<a href="#p30-fn:1">1</a>`, `<a href="https://commonroom.example/threads/41/calls?page=2#p30-fn:1">1</a>`},
		{"a neighbour", `<a href="next">x</a>`, `<a href="https://commonroom.example/threads/41/next">x</a>`},
		{"a picture", `<img src="/files/7" alt="A &quot;chart&quot;" loading="lazy">`, `<img src="https://commonroom.example/files/7" alt="A &#34;chart&#34;" loading="lazy">`},
		{"another host by two slashes", `<a href="//example.org/x">x</a>`, `<a href="https://example.org/x">x</a>`},
		{"what only looks like one", `<p>href="/x" and &lt;a href="/y"&gt;</p>`, `<p>href="/x" and &lt;a href="/y"&gt;</p>`},
		{"one that is broken", `<a href="http://[">x</a> <a href="%zz">y</a>`, `<a href="http://[">x</a> <a href="%zz">y</a>`},
	} {
		if got := absoluteLinks(c.text, page); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

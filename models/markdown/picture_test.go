package markdown

import (
	"slices"
	"testing"
)

func TestAPictureKeepsItsPlaceAndALargeOneLeadsToTheWhole(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"![A board](/files/12/ward-board-640x480.png)":                       `<img src="/files/12/ward-board-640x480.png" alt="A board" width="640" height="480" loading="lazy">`,
		"![A board](/files/12/ward-board-1280x1280.png)":                     `<img src="/files/12/ward-board-1280x1280.png" alt="A board" width="1280" height="1280" loading="lazy">`,
		"![A board](/files/12/ward-board-4032x3024.jpg)":                     `<a class="app-picture" href="/files/12/ward-board-4032x3024.jpg"><img src="/files/12/small/ward-board-4032x3024.jpg" alt="A board" width="1280" height="960" loading="lazy"></a>`,
		"![](/files/12/ward-board-4032x3024.jpg)":                            `<img src="/files/12/small/ward-board-4032x3024.jpg" alt="" width="1280" height="960" loading="lazy">`,
		"[![A board](/files/12/b-4032x3024.jpg)](https://example.org)":       `<a href="https://example.org" rel="nofollow ugc noopener"><img src="/files/12/small/b-4032x3024.jpg" alt="A board" width="1280" height="960" loading="lazy"></a>`,
		"![A board](/files/12/b-99999x1.png)":                                `<a class="app-picture" href="/files/12/b-99999x1.png"><img src="/files/12/small/b-99999x1.png" alt="A board" width="1280" height="1" loading="lazy"></a>`,
		"![A board](/files/12/b-0x9.png)":                                    `<img src="/files/12/b-0x9.png" alt="A board" loading="lazy">`,
		"![A board](/files/12/b-640x480.png?small)":                          `<a href="/files/12/b-640x480.png?small" rel="nofollow ugc noopener">A board</a>`,
		"[The plan (PDF, 1.2 MB)](/files/13/the-plan.pdf)":                   `<a href="/files/13/the-plan.pdf" rel="nofollow ugc noopener">The plan (PDF, 1.2 MB)</a>`,
		"![\"><script>alert(1)</script>](/files/12/b-4032x3024.jpg \"<b>\")": `<a class="app-picture" href="/files/12/b-4032x3024.jpg"><img src="/files/12/small/b-4032x3024.jpg" alt="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" width="1280" height="960" loading="lazy" title="&lt;b&gt;"></a>`,
	} {
		got, err := Render(t.Context(), source, Options{})
		if want = "<p>" + want + "</p>\n"; err != nil || got != want {
			t.Errorf("%s\n got %s\nwant %s (%v)", source, got, want, err)
		}
	}
}

func TestATextKnowsTheFilesItNames(t *testing.T) {
	t.Parallel()
	source := "![a](/files/12/a-8x8.png) [b](/files/13/b.pdf) ![a](/files/12/a-8x8.png)\n\n" +
		"[ref]: /files/14/c.csv\n\n[c][ref] `![](/files/15/d.png)` [e](/files/0/e.png) [f](/files/16) [g](/files/17/small/g-8x8.png)\n\n" +
		"    ![](/files/18/h.png)\n\n[i](https://example.org/files/19/i.png) [j](/files/99999999999999999999/j.png)"
	page, err := Read(t.Context(), source, Options{})
	if want := []int64{12, 13, 14}; err != nil || !slices.Equal(page.Files, want) {
		t.Errorf("got %v, want %v (%v)", page.Files, want, err)
	}
}

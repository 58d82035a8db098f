package upload

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	imagegif "image/gif"
	"image/png"
	"testing"

	"commonroom/models"
	"commonroom/models/markdown"
)

// drawn draws a picture anew, which has to work, and gives what came of it to look at.
func drawn(t *testing.T, what Type, data []byte) (drawing, image.Image) {
	t.Helper()
	d, err := redraw(t.Context(), what, data)
	if err != nil {
		t.Fatal(err)
	}
	pic, err := codecs[d.what].decode(d.whole)
	if err != nil {
		t.Fatal(err)
	}
	if b := pic.Bounds(); b.Dx() != d.width || b.Dy() != d.height {
		t.Errorf("it is %v, and is said to be %d by %d", b, d.width, d.height)
	}
	return d, pic
}

// lies tells which corner of the sample stands in each corner of a picture, left to right and down.
func lies(pic image.Image) (order [4]int) {
	b := pic.Bounds()
	for i := range order {
		x, y := b.Min.X+b.Dx()*(1+2*(i%2))/4, b.Min.Y+b.Dy()*(1+2*(i/2))/4
		order[i] = nearest(pic.At(x, y))
	}
	return order
}

func nearest(c color.Color) int {
	r, g, b, _ := c.RGBA()
	for i, want := range corners {
		near := func(a uint32, b uint8) bool { return max(a>>8, uint32(b))-min(a>>8, uint32(b)) < 40 }
		if near(r, want.R) && near(g, want.G) && near(b, want.B) {
			return i
		}
	}
	return -1
}

func TestAPictureStandsUprightHoweverTheCameraWasHeld(t *testing.T) {
	t.Parallel()
	want := map[orientation][4]int{
		1: {0, 1, 2, 3}, 2: {1, 0, 3, 2}, 3: {3, 2, 1, 0}, 4: {2, 3, 0, 1},
		5: {0, 2, 1, 3}, 6: {2, 0, 3, 1}, 7: {3, 1, 2, 0}, 8: {1, 3, 0, 2},
	}
	whole := quarters(64, 32)
	for o, order := range want {
		for _, endian := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			tiff := camera(endian, o)
			for name, c := range map[string]struct {
				what Type
				data []byte
			}{
				"JPEG": {JPEG, withEXIF(asJPEG(t, whole), tiff)},
				"PNG":  {PNG, withChunk(asPNG(t, whole), "eXIf", tiff)},
			} {
				d, pic := drawn(t, c.what, c.data)
				if lies(pic) != order || (d.width > d.height) != (o < 5) {
					t.Errorf("%s, orientation %d, %v: got %v, %d by %d; want %v", name, o, endian, lies(pic), d.width, d.height, order)
				}
			}
		}
	}
}

func TestNothingIsLeftOfWhereAPictureWasTaken(t *testing.T) {
	t.Parallel()
	tiff := camera(binary.LittleEndian, upright)
	large := quarters(2000, 900)
	for name, c := range map[string]struct {
		what Type
		data []byte
	}{
		"EXIF in a JPEG":   {JPEG, withEXIF(asJPEG(t, large), tiff)},
		"EXIF in a PNG":    {PNG, withChunk(asPNG(t, large), "eXIf", tiff)},
		"a remark in PNG":  {PNG, withChunk(asPNG(t, large), "tEXt", []byte("Comment\x00"+secret))},
		"words at the end": {PNG, append(asPNG(t, large), secret...)},
	} {
		if !bytes.Contains(c.data, []byte(secret)) {
			t.Fatal(name, "has nothing to take out")
		}
		d, _ := drawn(t, c.what, c.data)
		for _, kept := range [][]byte{d.whole, d.shown} {
			if bytes.Contains(kept, []byte(secret)) || bytes.Contains(kept, []byte("Exif")) || bytes.Contains(kept, []byte("eXIf")) {
				t.Errorf("%s: it is still there", name)
			}
		}
		if len(d.shown) == 0 {
			t.Errorf("%s: nothing smaller was made", name)
		}
	}
}

func TestEveryKindOfPictureIsDrawn(t *testing.T) {
	t.Parallel()
	clear := image.NewNRGBA(image.Rect(0, 0, 40, 20))
	for name, c := range map[string]struct {
		what Type
		data []byte
		want Type
	}{
		"a photograph":       {JPEG, asJPEG(t, quarters(40, 20)), JPEG},
		"a screenshot":       {PNG, asPNG(t, quarters(40, 20)), PNG},
		"one with holes":     {PNG, asPNG(t, clear), PNG},
		"a GIF":              {gif, asGIF(t, quarters(40, 20)), PNG},
		"a WebP photograph":  {webp, webpSample(t, "video-001.lossy.webp"), JPEG},
		"a WebP screenshot":  {webp, webpSample(t, "tux.lossless.webp"), PNG},
		"a WebP with holes":  {webp, webpSample(t, "gopher-doc.with-alpha.lossless.webp"), PNG},
		"one that is moving": {gif, moving(t), PNG},
	} {
		d, pic := drawn(t, c.what, c.data)
		if d.what != c.want || d.shown != nil {
			t.Errorf("%s: got %s, shown smaller %t; want %s", name, d.what, d.shown != nil, c.want)
		}
		if name == "one with holes" && pic.(interface{ Opaque() bool }).Opaque() {
			t.Error("its holes are gone")
		}
	}
}

func moving(t *testing.T) []byte {
	t.Helper()
	frame := image.NewPaletted(image.Rect(0, 0, 9, 9), color.Palette{color.Black, color.White})
	var out bytes.Buffer
	if err := imagegif.EncodeAll(&out, &imagegif.GIF{Image: []*image.Paletted{frame, frame}, Delay: []int{1, 1}}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestALargePictureIsShownSmallerAndKeptWithinBounds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ width, height, wantWidth, wantHeight, shownWidth, shownHeight int }{
		{1280, 900, 1280, 900, 0, 0},
		{1281, 900, 1281, 900, 1280, 899},
		{3000, 2000, 3000, 2000, 1280, 853},
		{5000, 1000, 4096, 819, 1280, 256},
		{20, 9000, 9, 4096, 3, 1280},
		{9000, 1, 4096, 1, 1280, 1},
	} {
		d, pic := drawn(t, PNG, asPNG(t, quarters(c.width, c.height)))
		if d.width != c.wantWidth || d.height != c.wantHeight {
			t.Errorf("%d by %d is kept as %d by %d", c.width, c.height, d.width, d.height)
		}
		if c.height > 100 && lies(pic) != [4]int{0, 1, 2, 3} {
			t.Errorf("%d by %d lies as %v", c.width, c.height, lies(pic))
		}
		if (d.shown != nil) != (c.shownWidth > 0) {
			t.Errorf("%d by %d is shown smaller: %t", c.width, c.height, d.shown != nil)
		}
		if d.shown == nil || bytes.Equal(d.shown, d.whole) { // which it is where smaller is no less to send
			continue
		}
		small, err := png.DecodeConfig(bytes.NewReader(d.shown))
		w, h := markdown.Fit(d.width, d.height, markdown.WidestPicture)
		if err != nil || small.Width != c.shownWidth || small.Height != c.shownHeight || w != small.Width || h != small.Height {
			t.Errorf("%d by %d is shown as %d by %d, and a page expects %d by %d: %v", c.width, c.height, small.Width, small.Height, w, h, err)
		}
	}
}

// A picture that says that it is vast costs nothing: nothing of it is unpacked.
func TestABombIsRefusedFromItsHeader(t *testing.T) {
	t.Parallel()
	wide := func(data []byte, at int) []byte { // a screen of 60,000 by 60,000
		data = bytes.Clone(data)
		copy(data[at:], "\x60\xea\x60\xea")
		return data
	}
	for name, c := range map[string]struct {
		what Type
		data []byte
	}{
		"PNG":                    {PNG, declared(t, 60_000, 60_000)},
		"PNG, one pixel too far": {PNG, declared(t, 40_000_001, 1)},
		"GIF":                    {gif, wide(asGIF(t, quarters(8, 8)), len("GIF89a"))},
		"JPEG":                   {JPEG, wide(asJPEG(t, quarters(8, 8)), bytes.Index(asJPEG(t, quarters(8, 8)), []byte{0xff, 0xc0})+5)},
		"JPEG of endless passes": {JPEG, append(asJPEG(t, quarters(8, 8)), bytes.Repeat([]byte{0xff, startOfScan, 0, 2}, 1000)...)},
		"PNG of nothing":         {PNG, declared(t, 0, 9)},
		"half a PNG":             {PNG, asPNG(t, quarters(8, 8))[:60]},
		"half a JPEG":            {JPEG, asJPEG(t, quarters(800, 800))[:900]},
	} {
		if _, err := redraw(t.Context(), c.what, c.data); models.KindOf(err) != models.KindInvalid {
			t.Errorf("%s: got %v", name, err)
		}
	}
	got := measure(PNG, declared(t, 60_000, 60_000))
	if want := "This picture is 60,000 by 60,000 pixels. The limit is 40 million in all, such as 8,000 by 5,000: make it smaller and add that."; fmt.Sprint(models.ProblemsOf(got)) != fmt.Sprint(models.Problems{{Field: field, Message: want}}) {
		t.Errorf("got %v", got)
	}
}

func TestWhoGivesUpWaitingIsToldToTryAgain(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	turn <- struct{}{}
	defer func() { <-turn }()
	if _, err := redraw(ctx, PNG, asPNG(t, quarters(8, 8))); models.KindOf(err) != models.KindBusy {
		t.Errorf("got %v", err)
	}
}

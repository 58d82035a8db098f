package upload

import (
	"bytes"
	"context"
	"encoding/binary"
	"testing"
)

// FuzzTake judges anything at all: whatever is kept is one of the types that are known, and a
// picture that can be drawn once more to the very same bytes' size.
func FuzzTake(f *testing.F) {
	tiff := camera(binary.BigEndian, 6)
	for _, data := range [][]byte{
		asPNG(f, quarters(9, 7)), withChunk(asPNG(f, quarters(9, 7)), "eXIf", tiff),
		asJPEG(f, quarters(9, 7)), withEXIF(asJPEG(f, quarters(9, 7)), tiff),
		asGIF(f, quarters(9, 7)), declared(f, 60_000, 60_000), word(f),
		zipOf(f, [2]string{"mimetype", ODT.Media()}), webpSample(f, "gopher-doc.1bpp.lossless.webp"),
		[]byte("%PDF-1.7"), []byte("a,b\n1,2\n"), []byte("<svg/>"), []byte("RIFF\xff\xff\xff\x7fWEBPEXIF\xff\xff\xff\xff"),
	} {
		f.Add("a.csv", data)
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		d, u, err := judge(context.Background(), NewFile{Name: name, Data: data})
		if err != nil {
			return
		}
		if u.Type.Media() == "" || u.Name == "" || u.Title == "" || len(d.whole) == 0 {
			t.Fatalf("kept %+v of %d bytes", u, len(d.whole))
		}
		if u.Picture() && (u.Width < 1 || u.Width > maxSide || u.Height < 1 || u.Height > maxSide) {
			t.Fatalf("kept a picture of %d by %d", u.Width, u.Height)
		}
		if u.Picture() && bytes.Contains(d.whole, []byte("Exif\x00\x00")) {
			t.Fatal("kept what the camera wrote")
		}
	})
}

// FuzzOrientation reads what a camera may have written, and anything else.
func FuzzOrientation(f *testing.F) {
	for o := orientation(0); o < 10; o++ {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			tiff := camera(order, o)
			f.Add(withEXIF(asJPEG(f, quarters(4, 4)), tiff))
			f.Add(withChunk(asPNG(f, quarters(4, 4)), "eXIf", tiff))
			f.Add(append([]byte("RIFF\x00\x00\x00\x00WEBPEXIF"), append(binary.LittleEndian.AppendUint32(nil, uint32(len(tiff))), tiff...)...))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, what := range []Type{JPEG, PNG, webp} {
			if o := orientationOf(what, data); o < 1 || o > 8 {
				t.Fatalf("%s: %d", what, o)
			}
		}
	})
}

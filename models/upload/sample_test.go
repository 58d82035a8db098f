package upload

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	imagegif "image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// corners are the colours of the four quarters of a sample, from the left and the top.
var corners = [4]color.NRGBA{{200, 0, 0, 255}, {0, 200, 0, 255}, {0, 0, 200, 255}, {200, 200, 0, 255}}

// quarters draws a picture of which every turn shows.
func quarters(width, height int) *image.NRGBA {
	pic := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			pic.SetNRGBA(x, y, corners[2*(2*y/height)+2*x/width])
		}
	}
	return pic
}

func asPNG(t testing.TB, pic image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, pic); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asJPEG(t testing.TB, pic image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, pic, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asGIF(t testing.TB, pic image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := imagegif.Encode(&out, pic, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// secret stands in what a camera writes beside a picture.
const secret = "51.5N 0.1W, Ward 7"

// camera is what a camera writes: how the picture has to be turned, and where it was taken.
func camera(order binary.AppendByteOrder, o orientation) []byte {
	mark := map[bool]string{true: "II*\x00", false: "MM\x00*"}[order == binary.AppendByteOrder(binary.LittleEndian)]
	tiff := order.AppendUint32([]byte(mark), 8)
	tiff = order.AppendUint16(tiff, 2)
	tiff = order.AppendUint16(order.AppendUint16(tiff, 0x010e), 2) // a description, as text
	tiff = order.AppendUint32(order.AppendUint32(tiff, uint32(len(secret))), 8+2+2*12+4)
	tiff = order.AppendUint16(order.AppendUint16(tiff, 0x0112), 3) // the orientation, as a short number
	tiff = order.AppendUint16(order.AppendUint16(order.AppendUint32(tiff, 1), uint16(o)), 0)
	tiff = order.AppendUint32(tiff, 0)
	return append(tiff, secret...)
}

// withEXIF puts what a camera writes into a JPEG.
func withEXIF(data, tiff []byte) []byte {
	body := append([]byte("Exif\x00\x00"), tiff...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, app1}, uint16(len(body)+2))
	return append(append(append(bytes.Clone(data[:2]), segment...), body...), data[2:]...)
}

// withChunk puts a chunk behind the header of a PNG.
func withChunk(data []byte, name string, body []byte) []byte {
	const head = 8 + 25
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), name...)
	chunk = append(chunk, body...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return append(append(bytes.Clone(data[:head]), chunk...), data[head:]...)
}

// declared gives a PNG that says that it is so large, whatever comes after.
func declared(t testing.TB, width, height uint32) []byte {
	t.Helper()
	data := asPNG(t, quarters(8, 8))
	head := data[16:29]
	binary.BigEndian.PutUint32(head, width)
	binary.BigEndian.PutUint32(head[4:], height)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

// zipOf packs parts with the content that each is given.
func zipOf(t testing.TB, parts ...[2]string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, part := range parts {
		w, err := archive.CreateHeader(&zip.FileHeader{Name: part[0], Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(part[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func word(t testing.TB) []byte {
	return zipOf(t, [2]string{"[Content_Types].xml", "<Types/>"}, [2]string{"word/document.xml", "<w:document/>"})
}

// webpSample reads one of the pictures that the decoder's own tests are made with.
func webpSample(t testing.TB, name string) []byte {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "golang.org/x/image").Output()
	if err != nil {
		t.Skip("no go command to ask where the module is: ", err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

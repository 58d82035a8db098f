package handlers

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// packet is a form with files, as a browser writes it.
type packet struct {
	fields url.Values
	field  string // of the file
	name   string
	data   []byte
}

func (p packet) write(t *testing.T) (body []byte, kind string) {
	t.Helper()
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	for name, list := range p.fields {
		for _, value := range list {
			if err := w.WriteField(name, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	if p.field != "" {
		part, err := w.CreateFormFile(p.field, p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(p.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), w.FormDataContentType()
}

// brings sends a form with a file as the person of a role.
func (w *town) brings(t *testing.T, role, path string, p packet) (*http.Response, string) {
	t.Helper()
	body, kind := p.write(t)
	req, err := http.NewRequest(http.MethodPost, "http://"+w.addr+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	if cookie := w.cookies[role]; cookie != "" {
		req.Header.Set("Cookie", cookie)
	}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(page)
}

// picture is a PNG of so many pixels.
func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var out bytes.Buffer
	pic := image.NewNRGBA(image.Rect(0, 0, width, height))
	grain := rand.New(rand.NewPCG(1, 2))
	for i := range pic.Pix {
		pic.Pix[i] = byte(grain.UintN(256)) | 0x80
	}
	if err := png.Encode(&out, pic); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// adds has somebody's script add a file, and gives its address.
func (w *town) adds(t *testing.T, role, name string, data []byte) (path string) {
	t.Helper()
	res, page := w.brings(t, role, uploadPath, packet{field: "file", name: name, data: data})
	var got added
	if err := json.Unmarshal([]byte(page), &got); err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%d, %v: %s", res.StatusCode, err, page)
	}
	_, path, _ = strings.Cut(strings.TrimSuffix(got.Markdown, ")"), "(/")
	if got.Shown == "" { // a link says the size in brackets
		_, path, _ = strings.Cut(strings.TrimSuffix(got.Markdown, ")"), "](/")
	}
	return "/" + path
}

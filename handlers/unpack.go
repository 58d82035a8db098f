package handlers

import (
	"bytes"
	"context"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"commonroom/models"
	"commonroom/models/upload"
)

// uploadPath is where a script sends a file on its own.
const uploadPath = "/uploads"

// A form that takes files has for each formatted text a field file_NAME, and describe_NAME for the
// words that stand for a picture.
const (
	filePrefix     = "file_"
	describePrefix = "describe_"
)

// parcel is a form that came with files.
type parcel struct {
	fields url.Values
	files  map[string]upload.NewFile // by the name of their field
}

// first gives the file of a form that has one.
func (p parcel) first() (in upload.NewFile) {
	for _, in = range p.files {
		break
	}
	return in
}

// bringsFiles tells whether a form may bring files.
func bringsFiles(c *fiber.Ctx) bool {
	return strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEMultipartForm)
}

// unpacked reads a form that may bring files. Those that nobody chose are left out.
func unpacked(c *fiber.Ctx) (p parcel, err error) {
	kind, parameters, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err != nil || kind != fiber.MIMEMultipartForm {
		return p, errForm
	}
	p = parcel{fields: url.Values{}, files: map[string]upload.NewFile{}}
	parts := multipart.NewReader(bytes.NewReader(c.Request().Body()), parameters["boundary"])
	for range maxFields {
		part, err := parts.NextPart()
		if err == io.EOF { // wrapped, it is a form that ends too soon
			return p, nil
		}
		if err == nil {
			err = p.take(part)
		}
		if err != nil {
			return p, errForm
		}
	}
	return p, errForm
}

// take puts one part of a form where it belongs.
func (p parcel) take(part *multipart.Part) error {
	data, err := io.ReadAll(part)
	switch name := part.FormName(); {
	case err != nil:
		return err
	case part.FileName() == "" && !strings.HasPrefix(name, filePrefix):
		p.fields.Add(name, string(data))
	case part.FileName() != "":
		p.files[name] = upload.NewFile{Name: part.FileName(), Data: data}
	}
	return nil
}

// sent gives the fields of a form with some formatted texts. Files that come with it are taken out,
// and what shows them is put into the texts that they came with, as if the person had written it so;
// misfit is what is wrong with one, to be told when the form is drawn again with all words in it.
func sent(c *fiber.Ctx, texts preview) (fields url.Values, misfit, err error) {
	if len(texts) == 0 || !bringsFiles(c) {
		fields, err = posted(c)
		return fields, nil, err
	}
	p, err := unpacked(c)
	if err != nil {
		return nil, nil, err
	}
	var wrong []error
	for _, t := range texts {
		wrong = append(wrong, p.show(t.Field, about(c).keep))
		p.fields.Del(describePrefix + t.Field)
	}
	return p.fields, models.Check(wrong...), nil
}

// show keeps the file that came with a text, if one did, and shows it at the end of that.
func (p parcel) show(text string, keep func(upload.NewFile) (upload.Upload, error)) error {
	in, ok := p.files[filePrefix+text]
	if !ok {
		return nil
	}
	u, err := keep(in)
	if models.KindOf(err) == models.KindInvalid {
		return models.Invalid(text, models.ProblemsOf(err)[0].Message)
	}
	if err != nil {
		return err
	}
	words := strings.TrimRight(p.fields.Get(text), " \t\r\n")
	if words != "" {
		words += "\n\n"
	}
	p.fields.Set(text, words+u.Markdown(p.fields.Get(describePrefix+text))+"\n")
	return nil
}

// Bounds of a request that brings files: one of the largest with some room for its words, so that
// one somewhat too large is told so in words; and the minutes that it takes on a hospital's line.
const (
	uploadLimit   = 16 << 20
	uploadTimeout = 3 * time.Minute
)

// admit says how large the body of a request may be whose head has come, and how long it and its
// answer may take: more than usual for a form that brings files, from a member alone, and for the
// sending of a file.
func (s *Server) admit(head *fasthttp.RequestHeader) (usual fasthttp.RequestConfig) {
	switch {
	case bytes.HasPrefix(head.RequestURI(), []byte("/files/")):
		return fasthttp.RequestConfig{WriteTimeout: uploadTimeout}
	case !head.IsPost() || !bytes.HasPrefix(head.ContentType(), []byte(fiber.MIMEMultipartForm)) || head.ContentLength() <= s.BodyLimit:
		return usual
	}
	ctx, cancel := context.WithTimeout(s.work, s.WorkTimeout)
	defer cancel()
	by, _, err := s.Members.Current(ctx, string(head.Cookie(s.cookieName("session"))))
	if err != nil || !by.IsMember() {
		return usual
	}
	// Each lies in memory as it comes, and none lasts longer than the time for one: so nobody fills
	// the memory alone.
	if s.bodies.take(strconv.FormatInt(by.ID, 10), s.Now()) > 0 {
		return usual
	}
	return fasthttp.RequestConfig{ReadTimeout: uploadTimeout, MaxRequestBodySize: uploadLimit}
}

package handlers

import (
	"errors"
	"math"
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/schema"

	"commonroom/models"
)

// maxFields is the most values one form may send: the longest of ours has a few dozen.
const maxFields = 200

// decoder fills structs from forms. A key that is not there is refused before it is asked.
var decoder = func() *schema.Decoder {
	d := schema.NewDecoder()
	d.SetAliasTag("form")
	d.MaxSize(maxFields)
	return d
}()

// errForm is said when a form cannot be read at all. That happens to programs, and to people
// whose page is older than the server.
var errForm = models.Invalid("", "We could not read this form. Go back, copy what you wrote, reload the page and try again.")

// form reads the body of a request into in, a struct whose fields say their names in `form:`
// tags. Whatever the struct does not name is refused, and so is what no browser would send.
// Line ends come out as \n. What could be read is in in even when one field could not. Who only
// asks for a preview gets one for an error, which again answers.
func form[T any](c *fiber.Ctx, in *T) error {
	texts := preview(textsOf(reflect.TypeFor[T]()))
	values, misfit, err := sent(c, texts)
	if err != nil {
		return err
	}
	look := len(texts) > 0 && values.Has(previewField)
	if look {
		values.Del(previewField)
	}
	if err := known(values, fieldsOf(reflect.TypeFor[T]())); err != nil {
		return err
	}
	err = models.Check(plain(values), decodeProblems(decoder.Decode(in, values)), misfit)
	if err != nil || !look {
		return err
	}
	for i := range texts {
		texts[i].Words = values.Get(texts[i].Field)
	}
	return texts
}

// errAddress is said of an address whose questions nobody here asks.
var errAddress = models.Invalid("", "We could not read this address. Type again what you look for.")

// asked reads what an address asks into in, as form reads a body. What is empty was not asked: a
// form sends every field that it has.
func asked[T any](c *fiber.Ctx, in *T) error {
	values := url.Values{}
	for name, value := range c.Context().QueryArgs().All() {
		if len(value) > 0 {
			values.Add(string(name), string(value))
		}
	}
	if known(values, fieldsOf(reflect.TypeFor[T]())) != nil {
		return errAddress
	}
	return decodeProblems(decoder.Decode(in, values))
}

// posted gives the fields of a form. The bytes are taken as they came: nothing is unpacked
// that somebody packed to burst.
func posted(c *fiber.Ctx) (url.Values, error) {
	if kind, _, _ := strings.Cut(c.Get(fiber.HeaderContentType), ";"); kind != fiber.MIMEApplicationForm {
		return nil, errForm
	}
	values, err := url.ParseQuery(string(c.BodyRaw()))
	if err != nil {
		return nil, errForm
	}
	return values, nil
}

// known refuses names that are not in many, and second values where one is meant.
func known(values url.Values, many map[string]bool) error {
	count := 0
	for name, list := range values {
		plural, ok := many[name]
		count += len(list)
		if !ok || count > maxFields || len(list) > 1 && !plural {
			return errForm
		}
	}
	return nil
}

// plain settles the line ends, and takes out bytes that are no text, saying where.
func plain(values url.Values) error {
	var problems []error
	for name, list := range values {
		for i, text := range list {
			list[i] = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
			if list[i] != text {
				problems = append(problems, models.Invalid(name, "This had characters in it that we cannot keep. Look it over and send it again."))
			}
			list[i] = strings.ReplaceAll(list[i], "\r\n", "\n")
		}
	}
	return models.Check(problems...)
}

// fieldsOf names the fields of a struct that a form may fill, and tells which take many values.
func fieldsOf(t reflect.Type) map[string]bool {
	many := map[string]bool{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("form"), ",")
		if name != "" && name != "-" {
			many[name] = f.Type.Kind() == reflect.Slice
		}
	}
	return many
}

// decodeProblems turns what the decoder says into words about the fields at fault: a choice
// that is not on offer, or a number that is none.
func decodeProblems(err error) error {
	if err == nil {
		return nil
	}
	wrong, ok := errors.AsType[schema.MultiError](err)
	if !ok {
		return errForm
	}
	var problems models.Problems
	for name, cause := range wrong {
		if _, ok := errors.AsType[schema.ConversionError](cause); !ok {
			return errForm
		}
		problems = append(problems, models.Problem{Field: name, Message: "Choose or type this again: we did not understand it."})
	}
	return problems
}

// id is the number in the path that names a thing; 0, which names nothing, if it is no number.
func id(c *fiber.Ctx) int64 { return number(c.Params("id")) }

// number reads a counting number written the one usual way; anything else is 0.
func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 || text != strconv.FormatInt(n, 10) {
		return 0
	}
	return n
}

// lastNumber is the highest that the database can keep for the number of a post.
const lastNumber = math.MaxInt32

// pageNumber is the page of a numbered list that was asked for: 1 if none was, and 0, which
// no list has, if it is no number.
func pageNumber(c *fiber.Ctx) int {
	if c.Query("page") == "" {
		return 1
	}
	n := number(c.Query("page"))
	if n > lastNumber {
		return 0
	}
	return int(n)
}

package upload

import (
	"bytes"
	"context"
	"fmt"
	"image"
	imagegif "image/gif"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
	imagewebp "golang.org/x/image/webp"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"commonroom/models"
	"commonroom/models/markdown"
)

// Bounds of a picture.
const (
	maxPixels = 40_000_000 // what the header says is believed before anything is unpacked
	maxSide   = 4096       // of what is kept: more than any screen shows
	maxScans  = 64         // passes over a JPEG: cameras make about ten, and each costs a walk over all of it
	quality   = 86         // of JPEGs: below it letters in a screenshot begin to smear
)

// drawing is a picture drawn anew: whole, and as wide as a post shows it if that is smaller.
type drawing struct {
	what          Type
	width, height int
	whole, shown  []byte
}

// codec is how pictures of one type are read.
type codec struct {
	config func(data []byte) (image.Config, error)
	decode func(data []byte) (image.Image, error)
}

var codecs = map[Type]codec{
	PNG: {
		func(d []byte) (image.Config, error) { return png.DecodeConfig(bytes.NewReader(d)) },
		func(d []byte) (image.Image, error) { return png.Decode(bytes.NewReader(d)) },
	},
	JPEG: {
		func(d []byte) (image.Config, error) { return jpeg.DecodeConfig(bytes.NewReader(d)) },
		func(d []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(d)) },
	},
	gif: {
		func(d []byte) (image.Config, error) { return imagegif.DecodeConfig(bytes.NewReader(d)) },
		func(d []byte) (image.Image, error) { return imagegif.Decode(bytes.NewReader(d)) },
	},
	webp: {
		func(d []byte) (image.Config, error) { return imagewebp.DecodeConfig(bytes.NewReader(d)) },
		func(d []byte) (image.Image, error) { return imagewebp.Decode(bytes.NewReader(d)) },
	},
}

// measure reads the header of a picture and tells why it is not to be unpacked; nil if it is.
func measure(what Type, data []byte) error {
	head, err := codecs[what].config(data)
	if err != nil || head.Width < 1 || head.Height < 1 {
		return errDamaged
	}
	if int64(head.Width)*int64(head.Height) > maxPixels {
		english := message.NewPrinter(language.BritishEnglish)
		return models.Invalid(field, english.Sprintf("This picture is %d by %d pixels. The limit is %d million in all, such as 8,000 by 5,000: make it smaller and add that.",
			head.Width, head.Height, maxPixels/1_000_000))
	}
	if what == JPEG && bytes.Count(data, []byte{0xff, startOfScan}) > maxScans {
		return errDamaged
	}
	return nil
}

// turn lets one picture be drawn at a time: the largest takes a few hundred megabytes for a
// second or two.
var turn = make(chan struct{}, 1)

// redraw draws a picture anew, upright, without anything that stood beside it in the file. Of a
// moving one it is the first picture.
func redraw(ctx context.Context, what Type, data []byte) (d drawing, err error) {
	if err := measure(what, data); err != nil {
		return d, err
	}
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return d, models.Busy(fmt.Errorf("wait to draw a picture: %w", ctx.Err()))
	}
	pic, err := codecs[what].decode(data)
	if err != nil {
		return d, errDamaged
	}
	d.what = PNG
	if _, photo := pic.(*image.YCbCr); photo || what == JPEG {
		d.what = JPEG
	}
	return d, d.draw(orientationOf(what, data).turn(fit(pic, maxSide)))
}

// draw fills in what is kept of a picture.
func (d *drawing) draw(pic image.Image) (err error) {
	for {
		if d.whole, err = encode(d.what, pic); err != nil {
			return err
		}
		if len(d.whole) <= MaxSize {
			break
		}
		// Few pictures grow so much: noise that came in another format.
		pic = fit(pic, max(pic.Bounds().Dx(), pic.Bounds().Dy())*3/4)
	}
	d.width, d.height = pic.Bounds().Dx(), pic.Bounds().Dy()
	small := fit(pic, markdown.WidestPicture)
	if small == pic {
		return nil
	}
	d.shown, err = encode(d.what, small)
	if len(d.shown) > len(d.whole) {
		d.shown = d.whole
	}
	return err
}

func encode(what Type, pic image.Image) ([]byte, error) {
	var out bytes.Buffer
	if what == JPEG {
		err := jpeg.Encode(&out, pic, &jpeg.Options{Quality: quality})
		return out.Bytes(), err
	}
	err := png.Encode(&out, pic)
	return out.Bytes(), err
}

// fit makes a picture small enough for a square of so many pixels. One that fits is left as it is.
func fit(pic image.Image, side int) image.Image {
	size := pic.Bounds().Size()
	width, height := markdown.Fit(size.X, size.Y, side)
	if width == size.X && height == size.Y {
		return pic
	}
	// By halves, each pixel the mean of four, until the last step is small: a pixel in between
	// would be lost otherwise, and the finer way takes memory by the size of what it is given.
	for size.X >= 2*width && size.Y >= 2*height {
		size = image.Pt((size.X+1)/2, (size.Y+1)/2)
		pic = scale(draw.ApproxBiLinear, pic, size)
	}
	if size.X*size.Y > maxSide*maxSide/2 {
		return scale(draw.ApproxBiLinear, pic, image.Pt(width, height))
	}
	return scale(draw.CatmullRom, pic, image.Pt(width, height))
}

func scale(how draw.Scaler, pic image.Image, size image.Point) image.Image {
	if size == pic.Bounds().Size() {
		return pic
	}
	out := image.NewRGBA(image.Rectangle{Max: size})
	how.Scale(out, out.Bounds(), pic, pic.Bounds(), draw.Src, nil)
	return out
}

// turn gives the picture as it is meant to be seen.
func (o orientation) turn(pic image.Image) image.Image {
	if o == upright {
		return pic
	}
	in := pic.Bounds()
	w, h := float64(in.Dx()), float64(in.Dy())
	to := map[orientation]f64.Aff3{
		2: {-1, 0, w, 0, 1, 0},
		3: {-1, 0, w, 0, -1, h},
		4: {1, 0, 0, 0, -1, h},
		5: {0, 1, 0, 1, 0, 0},
		6: {0, -1, h, 1, 0, 0},
		7: {0, -1, h, -1, 0, w},
		8: {0, 1, 0, -1, 0, w},
	}[o]
	size := image.Rect(0, 0, in.Dx(), in.Dy())
	if o >= 5 {
		size = image.Rect(0, 0, in.Dy(), in.Dx())
	}
	// The matrix is meant for a picture that begins at 0, 0.
	to[2] -= to[0]*float64(in.Min.X) + to[1]*float64(in.Min.Y)
	to[5] -= to[3]*float64(in.Min.X) + to[4]*float64(in.Min.Y)
	out := image.NewRGBA(size)
	draw.NearestNeighbor.Transform(out, to, pic, in, draw.Src, nil)
	return out
}

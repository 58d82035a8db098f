package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"slices"
)

// keepsake is a file that somebody in the sample adds to a post.
type keepsake struct {
	name  string
	words string // what a picture shows
	data  func() []byte
}

// arrivals are people who came to an invented emergency department in each hour of a day.
var arrivals = []int{9, 7, 6, 5, 4, 4, 6, 10, 18, 27, 34, 37, 35, 30, 26, 24, 25, 28, 31, 32, 29, 22, 16, 12}

// byHour are the figures behind what Grace says, drawn and as a table.
var byHour = []keepsake{
	{"Arrivals by hour.png", "A bar chart of arrivals by hour of the day: fewest at four in the morning, most at eleven, and a second, lower peak at seven in the evening", drawArrivals},
	{"Arrivals by hour.csv", "", tableOfArrivals},
}

func tableOfArrivals() []byte {
	var out bytes.Buffer
	out.WriteString("hour,arrivals\n")
	for hour, n := range arrivals {
		fmt.Fprintf(&out, "%02d:00,%d\n", hour, n)
	}
	return out.Bytes()
}

// drawArrivals draws a bar for each hour, the two peaks in another colour.
func drawArrivals() []byte {
	const width, height, foot, step = 1600, 800, 60, 60
	paper, ink := color.NRGBA{255, 255, 255, 255}, color.NRGBA{77, 95, 99, 255}
	bar, peak := color.NRGBA{15, 92, 82, 255}, color.NRGBA{138, 82, 0, 255}
	pic := image.NewNRGBA(image.Rect(0, 0, width, height))
	fill := func(c color.Color, x0, y0, x1, y1 int) {
		draw.Draw(pic, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	fill(paper, 0, 0, width, height)
	most := slices.Max(arrivals)
	for hour, n := range arrivals {
		x, c := 90+hour*step, bar
		if hour == 11 || hour == 19 {
			c = peak
		}
		fill(c, x, height-foot-n*(height-2*foot)/most, x+step-14, height-foot)
	}
	fill(ink, 70, height-foot, width-70, height-foot+4)
	fill(ink, 70, foot, 74, height-foot)
	var out bytes.Buffer
	if err := png.Encode(&out, pic); err != nil {
		panic(err) // it is written to memory
	}
	return out.Bytes()
}

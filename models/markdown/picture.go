package markdown

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// WidestPicture is how many pixels a picture in a text has at most, each way: twice what the column
// is wide, for screens that show two to one. A larger one is sent smaller, and leads to the whole.
const WidestPicture = 1280

// file is the address of a file of ours: its number, and of a picture the pixels that its name
// ends with. They let a page keep its place free before it has come.
var file = regexp.MustCompile(`^/files/([1-9][0-9]{0,17})/((?:[A-Za-z0-9-]+-)?([1-9][0-9]{0,4})x([1-9][0-9]{0,4})\.(?:png|jpg)|[A-Za-z0-9.-]+)$`)

// fileAt gives the number of the file at an address of ours; 0 if it is none.
func fileAt(path string) int64 {
	found := file.FindStringSubmatch(path)
	if found == nil {
		return 0
	}
	id, err := strconv.ParseInt(found[1], 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// sizeAt gives the pixels of the picture at an address, as its name tells; 0 if it tells nothing.
func sizeAt(path string) (width, height int) {
	found := file.FindStringSubmatch(path)
	if found == nil || found[3] == "" {
		return 0, 0
	}
	width, _ = strconv.Atoi(found[3]) // five digits at most
	height, _ = strconv.Atoi(found[4])
	return width, height
}

// Fit gives the pixels of a picture made small enough for a square of side: in proportion, and
// never larger than it is.
func Fit(width, height, side int) (w, h int) {
	long := max(width, height)
	if long <= side {
		return width, height
	}
	part := func(n int) int { return max(1, int((int64(n)*int64(side)+int64(long)/2)/int64(long))) }
	return part(width), part(height)
}

// Smaller is the address of a picture as a text shows it; where that is the whole, its own.
func Smaller(path string) string {
	width, height := sizeAt(path)
	if max(width, height) <= WidestPicture {
		return path
	}
	at := strings.LastIndexByte(path, '/')
	return path[:at] + "/small" + path[at:]
}

// files are the numbers of the files that a text shows or leads to, each once, in their order.
func files(root ast.Node) (list []int64) {
	for _, n := range everyNode(root) {
		var to []byte
		switch n := n.(type) {
		case *ast.Image:
			to = n.Destination
		case *ast.Link:
			to = n.Destination
		}
		if id := fileAt(string(to)); id != 0 && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

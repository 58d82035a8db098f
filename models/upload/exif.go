package upload

import (
	"bytes"
	"encoding/binary"
)

// orientation is how a picture has to be turned to stand upright, in EXIF's words: 1 is as it is,
// 2 to 8 are mirrored and turned.
type orientation int

const upright orientation = 1

// orientationOf reads the one thing that is wanted of what a camera wrote beside a picture. What
// cannot be read is upright.
func orientationOf(what Type, data []byte) orientation {
	switch what {
	case JPEG:
		return inTIFF(bytes.TrimPrefix(exifOfJPEG(data), exifMark))
	case PNG:
		return inTIFF(chunkOf(data, len("\x89PNG\r\n\x1a\n"), "eXIf", pngChunk))
	case webp:
		return inTIFF(bytes.TrimPrefix(chunkOf(data, len("RIFF....WEBP"), "EXIF", webpChunk), exifMark))
	}
	return upright
}

var exifMark = []byte("Exif\x00\x00")

// Markers of a JPEG.
const (
	startOfScan = 0xda
	app1        = 0xe1
)

// exifOfJPEG finds the segment with what the camera wrote, before the picture itself begins.
func exifOfJPEG(data []byte) []byte {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		marker, size := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		if marker == 0xff { // a filling byte
			at++
			continue
		}
		end := at + 2 + size
		if marker == startOfScan || size < 2 || end > len(data) {
			return nil
		}
		if body := data[at+4 : end]; marker == app1 && bytes.HasPrefix(body, exifMark) {
			return body
		}
		at = end
	}
	return nil
}

// chunkLayout reads the head of a chunk: its name, where its body begins after the head, how long
// the body is, and how far the next chunk is from there.
type chunkLayout func(head []byte) (name string, body, size, next int)

// pngChunk: length, name, body, checksum.
func pngChunk(head []byte) (name string, body, size, next int) {
	size = int(binary.BigEndian.Uint32(head))
	return string(head[4:8]), 8, size, size + 4
}

// webpChunk: name, length, body, a byte to make it even.
func webpChunk(head []byte) (name string, body, size, next int) {
	size = int(binary.LittleEndian.Uint32(head[4:]))
	return string(head[:4]), 8, size, size + size%2
}

// chunkOf finds a chunk by its name in a file that is made of them.
func chunkOf(data []byte, at int, name string, layout chunkLayout) []byte {
	const head = 8
	for at+head <= len(data) {
		found, body, size, next := layout(data[at:])
		at += body
		if size < 0 || size > len(data)-at {
			return nil
		}
		if found == name {
			return data[at : at+size]
		}
		at += next
	}
	return nil
}

// inTIFF reads the orientation in the directory that such data begins with.
func inTIFF(data []byte) orientation {
	const head, entry, tag, short = 8, 12, 0x0112, 3
	if len(data) < head {
		return upright
	}
	var order binary.ByteOrder
	switch string(data[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return upright
	}
	at := uint64(order.Uint32(data[4:]))
	if at+2 > uint64(len(data)) {
		return upright
	}
	entries := data[at+2:]
	for range order.Uint16(data[at:]) {
		if len(entries) < entry {
			return upright
		}
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short {
			if o := orientation(order.Uint16(entries[8:])); o > upright && o <= 8 {
				return o
			}
			return upright
		}
		entries = entries[entry:]
	}
	return upright
}

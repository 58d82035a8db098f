package handlers

import (
	"context"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"commonroom/static"
)

// asset is one file of the style sheet, the scripts and the pictures, ready to be sent.
type asset struct {
	kind            string
	plain, gz, brot []byte
}

// kinds are the only files that are served. The type never comes from the system's tables.
var kinds = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".ico":   "image/x-icon",
	".woff2": "font/woff2",
}

// built reads and packs the files once in the life of the process: there are few and they are
// small, so a request is a look into a map, and no path can lead anywhere else.
var built = sync.OnceValue(func() map[string]asset {
	assets := map[string]asset{}
	err := fs.WalkDir(static.Files(), ".", func(name string, d fs.DirEntry, err error) error {
		kind := kinds[path.Ext(name)]
		if err != nil || d.IsDir() || kind == "" {
			return err
		}
		raw, err := fs.ReadFile(static.Files(), name)
		if err != nil {
			return err
		}
		a := asset{kind: kind, plain: raw}
		if strings.HasPrefix(kind, "text/") || kind == kinds[".svg"] {
			a.gz = fasthttp.AppendGzipBytesLevel(nil, raw, fasthttp.CompressBestCompression)
			a.brot = fasthttp.AppendBrotliBytesLevel(nil, raw, 9)
		}
		assets[name] = a
		return nil
	})
	if err != nil {
		panic(err) // the files are inside the binary
	}
	return assets
})

// asset sends a built file. Its name carries a hash of its content, so a browser may keep it
// for ever.
func (s *Server) asset(c *fiber.Ctx) error {
	a, ok := built()[c.Params("*")]
	if !ok {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderContentType, a.kind)
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	switch {
	case a.brot != nil && c.Request().Header.HasAcceptEncoding("br"):
		c.Set(fiber.HeaderContentEncoding, "br")
		return c.Send(a.brot)
	case a.gz != nil && c.Request().Header.HasAcceptEncoding("gzip"):
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(a.gz)
	}
	return c.Send(a.plain)
}

// healthz says that the process lives.
func (s *Server) healthz(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendString("alive\n")
}

// readyz says whether requests can be answered; why not is told on the metrics listener only.
func (s *Server) readyz(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	if err := s.ready(c.UserContext()); err != nil {
		s.Log.Warn("not ready", "error", err)
		return c.Status(fiber.StatusServiceUnavailable).SendString("not ready\n")
	}
	return c.SendString("ready\n")
}

func (s *Server) ready(ctx context.Context) error {
	if s.Ready == nil {
		return nil
	}
	return s.Ready(ctx)
}

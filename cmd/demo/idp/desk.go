package idp

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/zitadel/oidc/v3/pkg/op"
)

//go:embed desk.html
var deskHTML string

//go:embed desk.css
var deskCSS []byte

var deskPage = template.Must(template.New("desk").Parse(deskHTML))

// desk is the page where a person says who they are.
type desk struct {
	store   *store
	issuer  string
	origins []string
}

func (d *desk) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", d.front)
	mux.HandleFunc("GET /login", d.ask)
	mux.Handle("POST /login", http.NewCrossOriginProtection().Handler(http.HandlerFunc(d.answer)))
	mux.HandleFunc("GET /desk.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = w.Write(deskCSS)
	})
}

// show is what the page shows. Without an ID there is nothing to choose for.
type show struct {
	ID, Site string
	Problem  string
	Personas []Persona
}

func (d *desk) front(w http.ResponseWriter, _ *http.Request) {
	d.render(w, http.StatusOK, show{Personas: d.store.personas})
}

func (d *desk) ask(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("id")
	asked, err := d.store.request(id)
	if err != nil || asked.Done() {
		d.gone(w)
		return
	}
	d.render(w, http.StatusOK, show{ID: id, Site: site(asked.asked.RedirectURI), Personas: d.store.personas})
}

func (d *desk) answer(w http.ResponseWriter, r *http.Request) {
	id, subject := r.PostFormValue("id"), r.PostFormValue("persona")
	asked, err := d.store.request(id)
	if err != nil || asked.Done() {
		d.gone(w)
		return
	}
	if subject == "" {
		d.decline(w, r, asked)
		return
	}
	if _, ok := d.store.persona(subject); !ok {
		d.render(w, http.StatusUnprocessableEntity, show{ID: id, Site: site(asked.asked.RedirectURI),
			Problem: "Choose one of the people below.", Personas: d.store.personas})
		return
	}
	if d.store.choose(id, subject) != nil {
		d.gone(w)
		return
	}
	back := d.issuer + op.DefaultEndpoints.Authorization.Relative() + "/callback?id=" + url.QueryEscape(id)
	http.Redirect(w, r, back, http.StatusSeeOther)
}

// decline sends a person back to the site with nothing but the word that they would not.
func (d *desk) decline(w http.ResponseWriter, r *http.Request, asked request) {
	_ = d.store.DeleteAuthRequest(r.Context(), asked.id)
	back, err := url.Parse(asked.asked.RedirectURI) // compared with the client's list when it came
	if err != nil {
		d.gone(w)
		return
	}
	query := back.Query()
	query.Set("error", "access_denied")
	query.Set("state", asked.asked.State)
	back.RawQuery = query.Encode()
	http.Redirect(w, r, back.String(), http.StatusSeeOther)
}

func (d *desk) gone(w http.ResponseWriter) {
	d.render(w, http.StatusGone, show{Problem: "This sign-in has run out or is finished. Go back to the site and start again."})
}

func (d *desk) render(w http.ResponseWriter, status int, s show) {
	var page bytes.Buffer
	if err := deskPage.Execute(&page, s); err != nil {
		http.Error(w, "The page could not be made.", http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	// Chromium holds form-action against the redirect that follows a form too.
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' "+strings.Join(d.origins, " "))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "same-origin")
	header.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = page.WriteTo(w)
}

func site(redirect string) string {
	u, err := url.Parse(redirect)
	if err != nil {
		return ""
	}
	return u.Host
}

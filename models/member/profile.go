package member

import (
	"context"
	"slices"
	"strings"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/index"
	"commonroom/models/prose"
)

// Profile is what a member says of themselves.
type Profile struct {
	Member
	About        string // Markdown
	AboutHTML    string
	Perspectives []Perspective
}

func (p *Profile) fields() []any { return append(p.Member.Fields(), &p.About, &p.AboutHTML) }

// Perspective is where a member speaks from.
type Perspective struct{ Slug, Name string }

func (p *Perspective) fields() []any { return []any{&p.Slug, &p.Name} }

// maxPerspectives is how many a member may choose: with more, they say nothing.
const maxPerspectives = 3

// CanRead tells why by may not read members' profiles and the directory; nil if they may.
func CanRead(by Member) error {
	switch {
	case by.IsVisitor():
		return models.SignIn()
	case !by.IsMember():
		return models.Forbidden("Only members can read members' pages.")
	}
	return nil
}

// Profile reads the profile of a member, for members.
func (s *Store) Profile(ctx context.Context, by Member, handle string) (p Profile, err error) {
	defer models.Wrap(&err, "read the profile of %q", handle)
	if err := CanRead(by); err != nil {
		return p, err
	}
	return s.profile(ctx, `m.handle = $1 AND m.state = 'member'`, handle)
}

// Own reads the profile of by, to be edited.
func (s *Store) Own(ctx context.Context, by Member) (p Profile, err error) {
	defer models.Wrap(&err, "read the own profile of %d", by.ID)
	return s.profile(ctx, `m.id = $1`, by.ID)
}

func (s *Store) profile(ctx context.Context, which string, arg any) (p Profile, err error) {
	p, err = db.One(ctx, s.db, (*Profile).fields, `
		SELECT `+Cols+`, m.about, m.about_html FROM members m WHERE `+which, arg)
	if err != nil {
		return Profile{}, absent(err)
	}
	if p.Terms, err = termsOf(ctx, s.db, p.ID); err != nil {
		return Profile{}, err
	}
	p.Perspectives, err = db.All(ctx, s.db, (*Perspective).fields, `
		SELECT v.slug, v.name
		FROM member_perspectives c JOIN perspectives v ON v.slug = c.perspective
		WHERE c.member_id = $1
		ORDER BY v.position`, p.ID)
	return p, err
}

// Perspectives lists those there are to choose from.
func (s *Store) Perspectives(ctx context.Context) (list []Perspective, err error) {
	defer models.Wrap(&err, "list perspectives")
	return db.All(ctx, s.db, (*Perspective).fields, `SELECT v.slug, v.name FROM perspectives v ORDER BY v.position`)
}

// EditProfile is what a member changes about their profile, and the version they started from.
type EditProfile struct {
	Name         string   `form:"name"`
	JobTitle     string   `form:"job_title"`
	Organisation string   `form:"organisation"`
	Region       string   `form:"region"`
	About        string   `form:"about" prose:"post"`
	Perspectives []string `form:"perspectives"`
	Version      int64    `form:"version"`
	Key          string   `form:"key"`
}

func (in *EditProfile) validate() error {
	var noName, noTitle, noOrganisation, noRegion error
	in.Name, noName = prose.Line("name", "your name", in.Name, maxName)
	in.JobTitle, noTitle = prose.Optional("job_title", "your job title", in.JobTitle, maxTitle)
	in.Organisation, noOrganisation = prose.Optional("organisation", "your organisation", in.Organisation, maxTitle)
	in.Region, noRegion = prose.Optional("region", "your region", in.Region, maxTitle)
	return models.Check(noName, noTitle, noOrganisation, noRegion, checkPerspectives(&in.Perspectives))
}

// checkPerspectives puts a choice in order; whether each exists is asked of the database.
func checkPerspectives(chosen *[]string) error {
	slices.Sort(*chosen)
	*chosen = slices.Compact(*chosen)
	if len(*chosen) > maxPerspectives {
		return models.Invalid("perspectives", "Choose three at most.")
	}
	return nil
}

// SaveProfile changes the profile of by, unless it has been changed since they read it.
func (s *Store) SaveProfile(ctx context.Context, by Member, in EditProfile) (err error) {
	defer models.Wrap(&err, "save the profile of %d", by.ID)
	if err := canEdit(by); err != nil {
		return err
	}
	about, wrong := s.about(ctx, in.About)
	if err := models.Check(in.validate(), wrong); err != nil {
		return err
	}
	_, err = s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		n, err := db.Exec(ctx, tx, `
			UPDATE members
			SET name = $3, name_key = $4, job_title = $5, organisation = $6, region = $7, search_key = $8,
				about = $9, about_html = $10, about_renderer = $11, version = version + 1
			WHERE id = $1 AND version = $2`,
			by.ID, in.Version, in.Name, fold(in.Name), in.JobTitle, in.Organisation, in.Region, in.searchKey(),
			about.Source, about.HTML, about.Version)
		if err == nil && n == 0 {
			err = models.Conflict("Your profile was changed since you opened this page, perhaps in another window. Nothing was saved: see below what is different.")
		}
		if err != nil {
			return 0, err
		}
		if err := choose(ctx, tx, by.ID, in.Perspectives); err != nil {
			return 0, err
		}
		if err := index.Put(ctx, tx, index.Member(by.ID)); err != nil {
			return 0, err
		}
		return by.ID, activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.ProfileSaved, MemberID: by.ID})
	})
	return err
}

// Against tells what saving in would change of the profile as it is now. All are the perspectives
// there are.
func (p Profile) Against(in EditProfile, all []Perspective) []prose.Part {
	var slugs []string
	for _, v := range p.Perspectives {
		slugs = append(slugs, v.Slug)
	}
	return prose.Compare(
		prose.Pair{Name: "Your name", Earlier: p.Name, Later: in.Name},
		prose.Pair{Name: "Job title", Earlier: p.JobTitle, Later: in.JobTitle},
		prose.Pair{Name: "Organisation", Earlier: p.Organisation, Later: in.Organisation},
		prose.Pair{Name: "Region", Earlier: p.Region, Later: in.Region},
		prose.Pair{Name: "Where you speak from", Earlier: named(all, slugs), Later: named(all, in.Perspectives)},
		prose.Pair{Name: "About you", Earlier: p.About, Later: in.About})
}

// named are the names of the perspectives chosen, in the order of all.
func named(all []Perspective, slugs []string) string {
	var names []string
	for _, v := range all {
		if slices.Contains(slugs, v.Slug) {
			names = append(names, v.Name)
		}
	}
	return strings.Join(names, "; ")
}

// about takes what a member says of themselves, which may be nothing.
func (s *Store) about(ctx context.Context, source string) (prose.Prose, error) {
	known, err := Handles(ctx, s.db, prose.Mentions(source))
	if err != nil {
		return prose.Prose{}, err
	}
	return prose.OptionalText(ctx, "about", source, known.Has)
}

func (in EditProfile) searchKey() string {
	return Member{Name: in.Name, JobTitle: in.JobTitle, Organisation: in.Organisation, Region: in.Region}.searchKey()
}

// canEdit tells why by may not change their profile.
func canEdit(by Member) error {
	switch {
	case by.IsVisitor():
		return models.SignIn()
	case by.State == Suspended || by.State == Former:
		return models.Forbidden("Your place does not let you change your profile at present.")
	}
	return nil
}

// choose replaces the perspectives of a person.
func choose(ctx context.Context, tx *db.Tx, id int64, slugs []string) error {
	if _, err := db.Exec(ctx, tx, `DELETE FROM member_perspectives WHERE member_id = $1`, id); err != nil || len(slugs) == 0 {
		return err
	}
	args := []any{id}
	for _, slug := range slugs {
		args = append(args, slug)
	}
	n, err := db.Exec(ctx, tx, `
		INSERT INTO member_perspectives (member_id, perspective)
		SELECT m.id, v.slug FROM perspectives v JOIN members m ON m.id = $1
		WHERE v.slug IN (`+marksFrom(2, len(slugs))+`)`, args...)
	if err == nil && int(n) != len(slugs) {
		err = models.Invalid("perspectives", "Choose from the list.")
	}
	return err
}

// Welcome is what a new member chooses first.
type Welcome struct {
	Handle       string   `form:"handle"`
	Perspectives []string `form:"perspectives"`
}

// Welcome gives by the handle they chose, once: what others have written to it must go on
// meaning them. Perspectives may be changed later.
func (s *Store) Welcome(ctx context.Context, by Member, in Welcome) (err error) {
	defer models.Wrap(&err, "welcome %d", by.ID)
	if err := canEdit(by); err != nil {
		return err
	}
	if err := models.Check(checkHandle(in.Handle), checkPerspectives(&in.Perspectives)); err != nil {
		return err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := db.Exec(ctx, tx, `
			UPDATE members SET handle = $2, welcomed = TRUE, version = version + 1
			WHERE id = $1 AND NOT welcomed`, by.ID, in.Handle)
		if err == nil && n == 0 {
			err = models.Conflict("You have chosen your handle already. It stays, so that people who wrote to it still reach you.")
		}
		if err != nil {
			return err
		}
		if err := choose(ctx, tx, by.ID, in.Perspectives); err != nil {
			return err
		}
		return index.Put(ctx, tx, index.Member(by.ID))
	})
	if db.Taken(err) {
		return models.Invalid("handle", "Somebody has this handle. Choose another, such as "+in.Handle[:min(len(in.Handle), maxHandle-2)]+"-2.")
	}
	return err
}

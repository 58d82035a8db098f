package main

import (
	"context"
	"crypto/rand"
	"fmt"

	"commonroom/models/discuss"
	"commonroom/models/ribbon"
)

// subjects are what the chair says of some tags: not of all, as on any site.
var subjects = map[string]string{
	"clinical-safety": "Hazards, safety cases, and what to do when a system may harm somebody.",
	"data-quality":    "Making what is recorded worth counting: codes, gaps, duplicates.",
	"discharge":       "Letters, summaries and medicines when somebody goes home.",
	"fhir":            "Messages and interfaces built on FHIR, from first steps to live.",
	"go-live":         "The weeks before and after a system is switched on.",
	"service-desk":    "Calls, tickets, floor walking, and what staff put up with before they ring.",
	"small-changes":   "One thing tried, and what came of it. Too small for a project of its own.",
	"usability":       "Screens and devices as those who use them meet them.",
}

// chosen are the tags that members follow or mute, by persona.
var chosen = map[string]map[string]ribbon.Follow{
	"priya": {"data-quality": ribbon.Following, "medicines": ribbon.Following, "infrastructure": ribbon.Muted},
	"tom":   {"service-desk": ribbon.Following, "small-changes": ribbon.Following},
	"grace": {"usability": ribbon.Following, "imaging": ribbon.Muted},
}

// label has the chair say what tags are for, and members choose theirs.
func (d *decorator) label(ctx context.Context) error {
	d.ago(2)
	for slug, says := range subjects {
		g, err := d.Discuss.Describing(ctx, d.people[chair], slug)
		if err == nil {
			err = d.Discuss.Describe(ctx, d.people[chair], slug, discuss.EditSubject{Name: g.Name, Description: says, Version: g.Version, Key: rand.Text()})
		}
		if err != nil {
			return fmt.Errorf("%s: %w", slug, err)
		}
	}
	for who, tags := range chosen {
		for slug, how := range tags {
			if err := d.Ribbons.ChooseTag(ctx, d.people[who], slug, how); err != nil {
				return fmt.Errorf("%s: %w", slug, err)
			}
		}
	}
	return nil
}

package main

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/alecthomas/kong"

	"commonroom/cmd/site"
)

// config prints what serve would be told.
type config struct{ site.Settings }

// Run prints every setting as its variable in the environment. Settings that hold secrets hide
// them themselves.
func (c config) Run(command *kong.Context) error {
	for _, flag := range command.Selected().Flags {
		text := shown(flag)
		if flag.Name == "database" {
			text = c.Shown()
		}
		fmt.Fprintf(command.Stdout, "%s=%s\n", variable(flag), text)
	}
	return nil
}

// shown writes a setting as the environment has it: nothing for one that is not set.
func shown(flag *kong.Flag) string {
	if flag.Target.Kind() == reflect.Pointer && flag.Target.IsNil() {
		return ""
	}
	if flag.Target.Kind() != reflect.Slice {
		return fmt.Sprint(flag.Target.Interface())
	}
	var parts []string
	for i := range flag.Target.Len() {
		parts = append(parts, fmt.Sprint(flag.Target.Index(i).Interface()))
	}
	return strings.Join(parts, string(flag.Tag.Sep))
}

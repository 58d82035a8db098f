//go:build !linux

package main

import (
	"runtime"
	"time"
)

// Elsewhere than on Linux processes are left where the system puts them, and what they cost the
// processor is not known: the table says 0.

func apart() (servers, load int, ok bool) { return anyCore, anyCore, false }

func onCore(_ int, act func() error) error { return act() }

func stayOn(int) error { return nil }

func cpuOf(int) time.Duration { return 0 }

func rssOf(int) int64 { return 0 }

func processor() string { return runtime.GOARCH }

package related

// versions are the models that a title names, as signs.
type versions []uint32

// variant returns the first model's words behind its version.
func (v versions) variant() uint64 { return uint64(v[2]) | uint64(v[3])<<32 }

// family reports whether one of the models is of a family.
func (v versions) family(id uint32) bool {
	for ; len(v) > 0; v = v[modelSize:] {
		if v[0] == id {
			return true
		}
	}
	return false
}

// otherModel reports whether one of two titles names a family of models that the other does not.
func otherModel(a, b versions) bool {
	for range 2 {
		for x := a; len(x) > 0; x = x[modelSize:] {
			if !b.family(x[0]) {
				return true
			}
		}
		a, b = b, a
	}
	return false
}

// compareModels says whether two titles share a version of a model, name other versions of one family, or other variants
// of one version.
func compareModels(a, b versions) (shared, conflict, variant float64) {
	for x := a; len(x) > 0; x = x[modelSize:] {
		for y := b; len(y) > 0; y = y[modelSize:] {
			switch p, q := x.variant(), y.variant(); {
			case x[0] != y[0]:
			case x[1] != y[1]:
				conflict = 1
			case p != 0 && q != 0 && p&q == 0:
				variant = 1
			default:
				shared = 1
			}
		}
	}
	if shared > 0 {
		return shared, 0, 0
	}
	return 0, conflict, variant
}

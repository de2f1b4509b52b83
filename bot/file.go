package bot

// File is one that a message hands over, for programs rather than for reading.
type File struct {
	Name    string // with ending: letters, digits, - and _ before it
	Type    string // such as text/xml
	Content []byte
	Sent    string // said where the file comes apart from the message, in the conversation with who asked; already worded
	Instead string // said where no file can be given; already worded
}

// MaxFile is the most bytes of a file that somebody sends with a command.
const MaxFile = 5 << 20

// Attached is a file that somebody sent with a command.
type Attached struct {
	Name    string
	Content []byte
	Problem FileProblem // why there is no content
}

// FileProblem says why the content of a file could not be had.
type FileProblem string

// The problems with files.
const (
	FileLarge      FileProblem = "large"      // more than MaxFile
	FileUnreadable FileProblem = "unreadable" // the platform does not give it
)

// FileName is a file's name in characters that every system takes, with an ending.
func FileName(name, ending string) string {
	var clean []rune
	for _, r := range name {
		if r == '.' {
			break
		}
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			clean = append(clean, r)
		}
	}
	if len(clean) == 0 {
		clean = []rune("file")
	}
	return string(clean[:min(len(clean), 60)]) + ending
}

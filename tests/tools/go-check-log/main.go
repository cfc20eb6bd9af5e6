// go-check-log checks a log folder and its proofs with Go's own sumdb packages, none of our code:
//
//	go-check-log -vkey log.vkey -log DIR/log [FILE.tlog-proof ...]
//
// The checkpoint must be signed by the key; every tile must hash up to its root; every entry must be the record that its
// tile says; every proof must lead from its own entry to its own checkpoint, and that entry must be in the log. A .jwt
// beside a proof must have the digest that the entry holds. Exit 0 and one line, or 1 and the reason.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

// indexPath is the C2SP form of a tile number, which differs from the Go checksum database's.
func indexPath(n int64, width int) string {
	path := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	if width < 1<<tileHeight {
		path += fmt.Sprintf(".p/%d", width)
	}
	return path
}

type folder struct{ path string }

func (f folder) Height() int { return tileHeight }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, t := range tiles {
		name := filepath.Join(f.path, "tile", strconv.Itoa(t.L), indexPath(t.N, t.W))
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if len(data) != t.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", name, len(data))
		}
		out = append(out, data)
	}
	return out, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) entries(n int64, width int) ([][]byte, error) {
	name := filepath.Join(f.path, "tile", "entries", indexPath(n, width))
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var out [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
			return nil, fmt.Errorf("%s is cut short", name)
		}
		size := int(binary.BigEndian.Uint16(data))
		out = append(out, data[2:2+size])
		data = data[2+size:]
	}
	if len(out) != width {
		return nil, fmt.Errorf("%s holds %d entries", name, len(out))
	}
	return out, nil
}

func openCheckpoint(text []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("the checkpoint is not origin, size and root of %s", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, fmt.Errorf("the root is not a hash")
	}
	var hash tlog.Hash
	copy(hash[:], root)
	return tlog.Tree{N: size, Hash: hash}, nil
}

// checkLog reads every entry and asks Go's authenticated tile reader for its hash.
func checkLog(f folder, tree tlog.Tree) ([][]byte, error) {
	reader := tlog.TileHashReader(tree, f)
	var all [][]byte
	for first := int64(0); first < tree.N; first += 1 << tileHeight {
		width := 1 << tileHeight
		if tree.N-first < int64(width) {
			width = int(tree.N - first)
		}
		entries, err := f.entries(first>>tileHeight, width)
		if err != nil {
			return nil, err
		}
		var indexes []int64
		for i := range entries {
			indexes = append(indexes, tlog.StoredHashIndex(0, first+int64(i)))
		}
		hashes, err := reader.ReadHashes(indexes)
		if err != nil {
			return nil, err
		}
		for i, entry := range entries {
			if hashes[i] != tlog.RecordHash(entry) {
				return nil, fmt.Errorf("entry %d is not the record that its tile says", first+int64(i))
			}
		}
		all = append(all, entries...)
	}
	return all, nil
}

func checkProof(name string, verifier note.Verifier, entries [][]byte) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	split := bytes.Index(text, []byte("\n\n"))
	if split < 0 {
		return fmt.Errorf("there is no checkpoint")
	}
	lines := strings.Split(string(text[:split]), "\n")
	if len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "extra ") || !strings.HasPrefix(lines[2], "index ") {
		return fmt.Errorf("expected the version, extra and index lines")
	}
	entry, err := base64.StdEncoding.DecodeString(lines[1][len("extra "):])
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(lines[2][len("index "):], 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		raw, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(raw) != tlog.HashSize {
			return fmt.Errorf("a line is not a hash")
		}
		var hash tlog.Hash
		copy(hash[:], raw)
		proof = append(proof, hash)
	}
	tree, err := openCheckpoint(text[split+2:], verifier)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		return err
	}
	if index >= int64(len(entries)) || !bytes.Equal(entries[index], entry) {
		return fmt.Errorf("the log holds something else at %d", index)
	}
	return checkCertificate(strings.TrimSuffix(name, ".tlog-proof")+".jwt", entry)
}

func checkCertificate(name string, entry []byte) error {
	jwt, err := os.ReadFile(name)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	var leaf struct {
		Cred string `json:"cred"`
	}
	if err := json.Unmarshal(entry, &leaf); err != nil {
		return err
	}
	digest := sha256.Sum256(jwt)
	if leaf.Cred != hex.EncodeToString(digest[:]) {
		return fmt.Errorf("the entry is of another .jwt")
	}
	return nil
}

func run(vkeyFile, logFolder string, proofs []string) error {
	vkey, err := os.ReadFile(vkeyFile)
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(strings.TrimSuffix(string(vkey), "\n"))
	if err != nil {
		return fmt.Errorf("%s: %w", vkeyFile, err)
	}
	text, err := os.ReadFile(filepath.Join(logFolder, "checkpoint"))
	if err != nil {
		return err
	}
	tree, err := openCheckpoint(text, verifier)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	entries, err := checkLog(folder{logFolder}, tree)
	if err != nil {
		return err
	}
	for _, name := range proofs {
		if err := checkProof(name, verifier, entries); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	fmt.Printf("%s: checkpoint, %d entries and %d proofs verify with Go's sumdb\n", verifier.Name(), tree.N, len(proofs))
	return nil
}

func main() {
	vkey := flag.String("vkey", "", "log.vkey")
	logFolder := flag.String("log", "", "folder of the log: checkpoint and tile/")
	flag.Parse()
	if *vkey == "" || *logFolder == "" {
		flag.Usage()
		os.Exit(64)
	}
	if err := run(*vkey, *logFolder, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "go-check-log:", err)
		os.Exit(1)
	}
}

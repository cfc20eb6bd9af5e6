"""A speech service that says nothing and remembers everything: the protocol of speech-dispatcher (SSIP) on a socket, for
as many clients as come."""
import html
import re
import socket
import threading

END = b"\r\n.\r\n"
MARKUP = re.compile(r"<[^>]*>")


class Recorder:
    def __init__(self, path):
        self.address = f"unix_socket:{path}"
        self.changed = threading.Condition()
        self.said = []
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(str(path))
        self.listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def await_words(self, words, after=0, patience=30):
        """The place after the first utterance that has them, from `after` on; none when they do not come."""
        def place():
            return next((at + 1 for at, each in enumerate(self.said) if at >= after and words in each), None)
        with self.changed:
            self.changed.wait_for(lambda: place() is not None, patience)
            return place()

    def _accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client):
        pending = b""

        def until(end):
            nonlocal pending
            while end not in pending:
                received = client.recv(65536)
                if not received:
                    raise EOFError
                pending += received
            taken, pending = pending.split(end, 1)
            return taken.decode("utf-8")

        try:
            while True:
                command = until(b"\r\n").upper()
                if command == "SPEAK":
                    client.sendall(b"230 OK RECEIVING DATA\r\n")
                    self._note(until(END))
                    client.sendall(b"225-1\r\n225 OK MESSAGE QUEUED\r\n")
                else:
                    if command.startswith(("CHAR ", "KEY ")):
                        self._note(command.split(" ", 1)[1])
                    client.sendall(self._reply(command))
        except (EOFError, OSError):
            client.close()

    @staticmethod
    def _reply(command):
        if command.startswith(("LIST SYNTHESIS_VOICES", "LIST VOICES")):
            return b"249-recorder\tfr\tnone\r\n249 OK VOICE LIST SENT\r\n"
        if command.startswith(("LIST", "HISTORY", "GET")):
            return b"245-1\r\n245 OK\r\n"
        return b"208 OK\r\n"

    def _note(self, markup):
        words = html.unescape(MARKUP.sub("", markup.replace("\r\n..", "\r\n.")))
        with self.changed:
            self.said.append(" ".join(words.split()))
            self.changed.notify_all()

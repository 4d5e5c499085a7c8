"""Accepts any answer that is the right number modulo 1000: CHECKER INPUT ANSWER FEEDBACK/ < OUTPUT"""
import sys

answer = open(sys.argv[2]).read()
output = sys.stdin.read()
try:
    same = int(answer) % 1000 == int(output) % 1000
except ValueError:
    with open(sys.argv[3] + "judgemessage.txt", "w") as message:
        message.write("that is no number")
    same = False
sys.exit(42 if same else 43)

# request: {"differs": true}
import random, uuid, secrets, tempfile
print(hash("a"), hash(b"a"), random.random(), uuid.uuid4(), secrets.token_hex(8), next(tempfile._get_candidate_names()))

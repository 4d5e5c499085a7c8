// tries: leave shared memory, semaphores and messages of System V
// allowed: success
// blocked: shmget
// harmless
// fast
#include "attack.h"
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
int main()
{
	int shm = shmget(IPC_PRIVATE, 4096, 0600 | IPC_CREAT);
	int sem = semget(IPC_PRIVATE, 1, 0600 | IPC_CREAT);
	int msg = msgget(IPC_PRIVATE, 0600 | IPC_CREAT);
	if (shm >= 0)
		shmctl(shm, IPC_RMID, NULL), worked("shared memory");
	if (sem >= 0)
		semctl(sem, 0, IPC_RMID), worked("semaphores");
	if (msg >= 0)
		msgctl(msg, IPC_RMID, NULL), worked("messages");
}

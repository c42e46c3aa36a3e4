package org.failuretransparency.theory;

/// Which processes have committed in each round: a map from an int to a set of up to 64 processes, without objects,
/// since there can be millions of rounds.
final class RoundMembers {

    private int[] rounds = new int[64];
    /// The members of the round in the same place; 0 where there is none.
    private long[] members = new long[64];
    private int count;

    /// Adds a process to a round; returns false if it was in it.
    boolean add(int round, int process) {
        if (count * 2 >= rounds.length) {
            grow();
        }
        int place = find(round);
        long before = members[place];
        if (before == 0) {
            count++;
        }
        rounds[place] = round;
        members[place] = before | 1L << process;
        return members[place] != before;
    }

    private int find(int round) {
        int mask = rounds.length - 1;
        int place = round * 0x9E3779B9 >>> 7 & mask;
        while (members[place] != 0 && rounds[place] != round) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void grow() {
        int[] oldRounds = rounds;
        long[] oldMembers = members;
        rounds = new int[oldRounds.length * 2];
        members = new long[oldMembers.length * 2];
        for (int i = 0; i < oldRounds.length; i++) {
            if (oldMembers[i] != 0) {
                int place = find(oldRounds[i]);
                rounds[place] = oldRounds[i];
                members[place] = oldMembers[i];
            }
        }
    }
}

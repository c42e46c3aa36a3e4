; The simulated program: rounds of checked work over all of the memory.
; Entry: r2 = rounds, r3 = bytes of memory, a power of two.
; Each round: fill an array, sieve primes, sort, walk a list, copy and compare
; strings, multiply matrices, hash the array, print the checksum.
; r10 a quarter of the memory, r11 array, r12 sieve, r13 list, r14 strings and
; matrices, r15 round, r16 rounds, r17 checksum; r1 return address.

start:    or      r16,r2,r0
          extu    r10,r3,0<2>
          or      r11,r10,r0
          addu    r12,r11,r10
          addu    r13,r12,r10
          extu    r14,r10,0<1>
          or      r15,r0,1
round:    cmp     r2,r15,r16
          bb1     gt,r2,finish
          or      r17,r15,r0
          bsr     fill
          bsr     sieve
          bsr     sort
          bsr     list
          bsr     strings
          bsr     matrix
          bsr     hash
          bsr     print
          br.n    round
          addu    r15,r15,1
finish:   or      r2,r0,0
          or      r9,r0,0x63        ; .RETURN
          tb0     0,r0,496

; pseudo-random words
fill:     or.u    r4,r0,hi16(0x41C64E6D)
          or      r4,r4,lo16(0x41C64E6D)
          mul     r5,r15,r4
          or      r6,r0,0
fill1:    mul     r5,r5,r4
          addu    r5,r5,12345
          st      r5,r11,r6
          addu    r6,r6,4
          cmp     r7,r6,r10
          bb1     lo,r7,fill1
          jmp     r1

; a byte for each number below r10: 1 for primes
sieve:    or.u    r4,r0,hi16(0x01010101)
          or      r4,r4,lo16(0x01010101)
          or      r6,r0,0
sieve1:   st      r4,r12,r6
          addu    r6,r6,4
          cmp     r7,r6,r10
          bb1     lo,r7,sieve1
          or      r5,r0,2
sieve2:   mul     r6,r5,r5
          cmp     r7,r6,r10
          bb1     hs,r7,sieve5
          ld.bu   r8,r12,r5
          bcnd    eq0,r8,sieve4
sieve3:   st.b    r0,r12,r6
          addu    r6,r6,r5
          cmp     r7,r6,r10
          bb1     lo,r7,sieve3
sieve4:   br.n    sieve2
          addu    r5,r5,1
sieve5:   or      r2,r0,0           ; count them
          or      r5,r0,2
sieve6:   ld.bu   r8,r12,r5
          addu    r2,r2,r8
          addu    r5,r5,1
          cmp     r7,r5,r10
          bb1     lo,r7,sieve6
          rot     r17,r17,<27>
          jmp.n   r1
          addu    r17,r17,r2

; Shell sort of the first r10 / 64 words
sort:     extu    r4,r10,0<6>
          extu    r5,r4,0<1>        ; gap
sort1:    bcnd    le0,r5,sort6
          or      r6,r5,r0
sort2:    cmp     r7,r6,r4
          bb1     ge,r7,sort5
          ld      r8,r11[r6]
          or      r18,r6,r0
sort3:    subu    r19,r18,r5
          bcnd    lt0,r19,sort4
          ld      r20,r11[r19]
          cmp     r7,r20,r8
          bb1     le,r7,sort4
          st      r20,r11[r18]
          br.n    sort3
          or      r18,r19,r0
sort4:    st      r8,r11[r18]
          br.n    sort2
          addu    r6,r6,1
sort5:    br.n    sort1
          extu    r5,r5,0<1>
sort6:    extu    r5,r4,0<1>
          ld      r2,r11[r5]
          rot     r17,r17,<27>
          jmp.n   r1
          addu    r17,r17,r2

; a list of r10 / 16 nodes (next, value, number), scattered, then walked
list:     extu    r4,r10,0<4>
          subu    r5,r4,1
          or      r6,r0,0
          or      r18,r13,r0        ; the last node
          or      r19,r0,0x9E37
list1:    mul     r7,r6,r19
          and     r7,r7,r5
          mak     r7,r7,0<4>
          addu    r7,r7,r13
          ld      r8,r11[r6]
          st      r7,r18,0
          st      r8,r7,4
          st      r6,r7,8
          or      r18,r7,r0
          addu    r6,r6,1
          cmp     r7,r6,r4
          bb1     lo,r7,list1
          st      r0,r18,0
          or      r18,r13,r0
          or      r2,r0,0
list2:    ld      r8,r18,4
          ld      r7,r18,8
          rot     r2,r2,<31>
          xor     r2,r2,r8
          addu    r2,r2,r7
          ld      r18,r18,0
          bcnd    ne0,r18,list2
          rot     r17,r17,<27>
          jmp.n   r1
          addu    r17,r17,r2

; 1000 times: copy a string, change a letter, hash it up to where it differs
strings:  or      r4,r0,0
          or.u    r5,r0,hi16(first)
          or      r5,r5,lo16(first)
          or.u    r18,r0,hi16(second)
          or      r18,r18,lo16(second)
strings1: or      r6,r0,0
strings2: ld.b    r7,r5,r6
          st.b    r7,r14,r6
          bcnd.n  ne0,r7,strings2
          addu    r6,r6,1
          mask    r6,r4,15
          addu    r7,r15,r4
          st.b    r7,r14,r6
          or      r6,r0,0
          or      r2,r0,0
strings3: ld.bu   r7,r14,r6
          ld.bu   r8,r18,r6
          mul     r2,r2,31
          addu    r2,r2,r7
          cmp     r8,r7,r8
          bb1.n   eq,r8,strings3
          addu    r6,r6,1
          addu    r2,r2,r6
          rot     r17,r17,<27>
          addu    r17,r17,r2
          addu    r4,r4,1
          cmp     r7,r4,1000
          bb1     lo,r7,strings1
          jmp     r1

; 16 x 16: words 0 to 255 of the array by words 256 to 511
matrix:   or      r4,r0,0
matrix1:  or      r5,r0,0
matrix2:  or      r6,r0,0
          or      r2,r0,0
matrix3:  mak     r7,r4,0<4>
          addu    r7,r7,r6
          ld      r8,r11[r7]
          mak     r7,r6,0<4>
          addu    r7,r7,r5
          addu    r7,r7,256
          ld      r18,r11[r7]
          mul     r8,r8,r18
          addu    r2,r2,r8
          addu    r6,r6,1
          cmp     r7,r6,16
          bb1     lo,r7,matrix3
          mak     r7,r4,0<4>
          addu    r7,r7,r5
          addu    r7,r7,16          ; behind the string
          st      r2,r14[r7]
          rot     r17,r17,<27>
          addu    r17,r17,r2
          addu    r5,r5,1
          cmp     r7,r5,16
          bb1     lo,r7,matrix2
          addu    r4,r4,1
          cmp     r7,r4,16
          bb1     lo,r7,matrix1
          jmp     r1

hash:     or      r6,r0,0
hash1:    ld      r2,r11,r6
          rot     r17,r17,<25>
          xor     r17,r17,r2
          addu    r17,r17,r6
          addu    r6,r6,4
          cmp     r7,r6,r10
          bb1     lo,r7,hash1
          jmp     r1

print:    or.u    r4,r0,hi16(line)
          or      r4,r4,lo16(line)
          or      r5,r15,r0
          or      r6,r0,11          ; the round's last digit
print1:   divu    r7,r5,10
          mul     r8,r7,10
          subu    r8,r5,r8
          addu    r8,r8,48
          st.b    r8,r4,r6
          or      r5,r7,r0
          subu    r6,r6,1
          cmp     r7,r6,6
          bb1     ge,r7,print1
          or.u    r18,r0,hi16(digits)
          or      r18,r18,lo16(digits)
          or      r5,r17,r0
          or      r6,r0,29          ; the checksum's last digit
print2:   mask    r7,r5,15
          ld.bu   r8,r18,r7
          st.b    r8,r4,r6
          extu    r5,r5,0<4>
          subu    r6,r6,1
          cmp     r7,r6,22
          bb1     ge,r7,print2
          or      r2,r4,r0
          addu    r3,r4,30
          or      r9,r0,0x22        ; .OUTLN
          tb0     0,r0,496
          jmp     r1

          .data
line:     .ascii  "round 000000 checksum 00000000"
digits:   .ascii  "0123456789abcdef"
first:    .asciz  "DHRYSTONE PROGRAM, 1'ST STRING"
second:   .asciz  "DHRYSTONE PROGRAM, 2'ND STRING"

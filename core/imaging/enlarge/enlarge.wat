;; Rows of an enlargement by Lanczos, and of the unsharp mask after it; lanczos.ts and sharpen.ts call these.
;; Colours have 8 bits, weights 14, and rows between the two passes 6 more bits than a colour.
(module
  (memory (export "memory") 1)

  ;; One row made wider. Taps are read in pairs: two pixels lie in 6 or 8 bytes, which $pairs spreads so that
  ;; the channels of both alternate; one dot product then weighs both.
  ;; $source  first byte of a row with six pixels repeated at each end
  ;; $taps    24 bytes for each pixel of the result: i32 byte offset of the first of six source pixels, six i16 weights, 8 unused bytes
  ;; $row     the result: four i16 a pixel, in 1/64 of a level
  ;; $count   pixels of the result
  ;; $stride  bytes a source pixel, 3 or 4
  (func (export "widen") (param $source i32) (param $taps i32) (param $row i32) (param $count i32) (param $stride i32)
    (local $at i32) (local $sum v128) (local $pairs v128) (local $end i32) (local $two i32)
    (local.set $pairs
      (if (result v128) (i32.eq (local.get $stride) (i32.const 4))
        (then (v128.const i8x16 0 4 1 5 2 6 3 7 -1 -1 -1 -1 -1 -1 -1 -1))
        (else (v128.const i8x16 0 3 1 4 2 5 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1))))
    (local.set $two (i32.shl (local.get $stride) (i32.const 1)))
    (local.set $end (i32.add (local.get $row) (i32.shl (local.get $count) (i32.const 3))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $row) (local.get $end)))
        (local.set $at (i32.add (local.get $source) (i32.load (local.get $taps))))
        (local.set $sum
          (i32x4.dot_i16x8_s
            (i16x8.extend_low_i8x16_u (i8x16.swizzle (v128.load64_zero (local.get $at)) (local.get $pairs)))
            (v128.load32_splat offset=4 (local.get $taps))))
        (local.set $at (i32.add (local.get $at) (local.get $two)))
        (local.set $sum
          (i32x4.add (local.get $sum)
            (i32x4.dot_i16x8_s
              (i16x8.extend_low_i8x16_u (i8x16.swizzle (v128.load64_zero (local.get $at)) (local.get $pairs)))
              (v128.load32_splat offset=8 (local.get $taps)))))
        (local.set $at (i32.add (local.get $at) (local.get $two)))
        (local.set $sum
          (i32x4.add (local.get $sum)
            (i32x4.dot_i16x8_s
              (i16x8.extend_low_i8x16_u (i8x16.swizzle (v128.load64_zero (local.get $at)) (local.get $pairs)))
              (v128.load32_splat offset=12 (local.get $taps)))))
        (local.set $sum (i32x4.shr_s (i32x4.add (local.get $sum) (i32x4.splat (i32.const 128))) (i32.const 8)))
        (v128.store64_lane 0 (local.get $row) (i16x8.narrow_i32x4_s (local.get $sum) (local.get $sum)))
        (local.set $taps (i32.add (local.get $taps) (i32.const 24)))
        (local.set $row (i32.add (local.get $row) (i32.const 8)))
        (br $next))))

  ;; One row out of six widened rows, two pixels at a time.
  ;; $rows    six i32: first bytes of the rows, then six i16 weights
  ;; $output  a row like the six; with an odd count, one pixel more is written
  (func (export "blend") (param $rows i32) (param $output i32) (param $count i32)
    (local $x i32) (local $bytes i32) (local $low v128) (local $high v128) (local $one v128) (local $other v128)
    (local $r0 i32) (local $r1 i32) (local $r2 i32) (local $r3 i32) (local $r4 i32) (local $r5 i32)
    (local $w01 v128) (local $w23 v128) (local $w45 v128)
    (local.set $r0 (i32.load (local.get $rows)))
    (local.set $r1 (i32.load offset=4 (local.get $rows)))
    (local.set $r2 (i32.load offset=8 (local.get $rows)))
    (local.set $r3 (i32.load offset=12 (local.get $rows)))
    (local.set $r4 (i32.load offset=16 (local.get $rows)))
    (local.set $r5 (i32.load offset=20 (local.get $rows)))
    (local.set $w01 (v128.load32_splat offset=24 (local.get $rows)))
    (local.set $w23 (v128.load32_splat offset=28 (local.get $rows)))
    (local.set $w45 (v128.load32_splat offset=32 (local.get $rows)))
    (local.set $bytes (i32.shl (local.get $count) (i32.const 3)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $x) (local.get $bytes)))

        (local.set $one (v128.load (i32.add (local.get $r0) (local.get $x))))
        (local.set $other (v128.load (i32.add (local.get $r1) (local.get $x))))
        (local.set $low (i32x4.dot_i16x8_s (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $one) (local.get $other)) (local.get $w01)))
        (local.set $high (i32x4.dot_i16x8_s (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $one) (local.get $other)) (local.get $w01)))

        (local.set $one (v128.load (i32.add (local.get $r2) (local.get $x))))
        (local.set $other (v128.load (i32.add (local.get $r3) (local.get $x))))
        (local.set $low (i32x4.add (local.get $low) (i32x4.dot_i16x8_s (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $one) (local.get $other)) (local.get $w23))))
        (local.set $high (i32x4.add (local.get $high) (i32x4.dot_i16x8_s (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $one) (local.get $other)) (local.get $w23))))

        (local.set $one (v128.load (i32.add (local.get $r4) (local.get $x))))
        (local.set $other (v128.load (i32.add (local.get $r5) (local.get $x))))
        (local.set $low (i32x4.add (local.get $low) (i32x4.dot_i16x8_s (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $one) (local.get $other)) (local.get $w45))))
        (local.set $high (i32x4.add (local.get $high) (i32x4.dot_i16x8_s (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $one) (local.get $other)) (local.get $w45))))

        ;; The 14 bits of the weights go.
        (v128.store (i32.add (local.get $output) (local.get $x))
          (i16x8.narrow_i32x4_s
            (i32x4.shr_s (i32x4.add (local.get $low) (i32x4.splat (i32.const 8192))) (i32.const 14))
            (i32x4.shr_s (i32x4.add (local.get $high) (i32x4.splat (i32.const 8192))) (i32.const 14))))
        (local.set $x (i32.add (local.get $x) (i32.const 16)))
        (br $next))))

  ;; A row of 1/64 levels as bytes, two pixels at a time.
  ;; $output  $stride bytes a pixel; up to 8 bytes behind the last are overwritten
  (func (export "narrow") (param $row i32) (param $output i32) (param $count i32) (param $stride i32)
    (local $end i32) (local $levels v128)
    (local.set $end (i32.add (local.get $row) (i32.shl (local.get $count) (i32.const 3))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $row) (local.get $end)))
        (local.set $levels (i16x8.shr_s (i16x8.add (v128.load (local.get $row)) (i16x8.splat (i32.const 32))) (i32.const 6)))
        (local.set $levels (i8x16.narrow_i16x8_u (local.get $levels) (local.get $levels)))
        (v128.store32_lane 0 (local.get $output) (local.get $levels))
        (v128.store32_lane 1 (i32.add (local.get $output) (local.get $stride)) (local.get $levels))
        (local.set $output (i32.add (local.get $output) (i32.shl (local.get $stride) (i32.const 1))))
        (local.set $row (i32.add (local.get $row) (i32.const 16)))
        (br $next))))

  ;; One row of an unsharp mask, eight values at a time. The blur is (27 74 27)/128 each way: a Gaussian of 0.7 pixels.
  ;; $above, $row, $below  rows with eight bytes to spare at each end; the pixel at each end repeated
  ;; $columns   room for the row's column sums, two bytes a value, with sixteen bytes to spare at each end
  ;; $output    $bytes values; up to 7 behind the last are overwritten
  ;; $amount    share of the difference that is added, in 1/128
  ;; $threshold differences of fewer levels stay away
  ;; $stride    bytes a pixel
  (func (export "sharpen") (param $above i32) (param $row i32) (param $below i32) (param $columns i32) (param $output i32)
    (param $bytes i32) (param $amount i32) (param $threshold i32) (param $stride i32)
    (local $x i32) (local $at i32) (local $sides v128) (local $middle v128) (local $blur v128) (local $value v128) (local $difference v128)
    (local $side v128) (local $centre v128) (local $limit v128)
    ;; Column sums, from one pixel before the row to one behind it.
    (local.set $x (i32.sub (i32.const 0) (i32.const 8)))
    (block $summed
      (loop $next
        (br_if $summed (i32.ge_s (local.get $x) (i32.add (local.get $bytes) (local.get $stride))))
        (v128.store (i32.add (local.get $columns) (i32.shl (local.get $x) (i32.const 1)))
          (i16x8.add
            (i16x8.mul (i16x8.splat (i32.const 27))
              (i16x8.add
                (i16x8.extend_low_i8x16_u (v128.load64_zero (i32.add (local.get $above) (local.get $x))))
                (i16x8.extend_low_i8x16_u (v128.load64_zero (i32.add (local.get $below) (local.get $x))))))
            (i16x8.mul (i16x8.splat (i32.const 74))
              (i16x8.extend_low_i8x16_u (v128.load64_zero (i32.add (local.get $row) (local.get $x)))))))
        (local.set $x (i32.add (local.get $x) (i32.const 8)))
        (br $next)))
    (local.set $side (i32x4.splat (i32.const 27)))
    (local.set $centre (i32x4.splat (i32.const 74)))
    (local.set $limit (i16x8.splat (local.get $threshold)))
    (local.set $stride (i32.shl (local.get $stride) (i32.const 1)))
    (local.set $x (i32.const 0))
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $x) (local.get $bytes)))
        (local.set $at (i32.add (local.get $columns) (i32.shl (local.get $x) (i32.const 1))))
        (local.set $sides (v128.load (i32.sub (local.get $at) (local.get $stride))))
        (local.set $middle (v128.load (local.get $at)))
        (local.set $value (v128.load (i32.add (local.get $at) (local.get $stride))))
        (local.set $blur
          (i16x8.narrow_i32x4_s
            (i32x4.shr_u
              (i32x4.add (i32x4.splat (i32.const 8192))
                (i32x4.add
                  (i32x4.mul (local.get $side) (i32x4.add (i32x4.extend_low_i16x8_u (local.get $sides)) (i32x4.extend_low_i16x8_u (local.get $value))))
                  (i32x4.mul (local.get $centre) (i32x4.extend_low_i16x8_u (local.get $middle)))))
              (i32.const 14))
            (i32x4.shr_u
              (i32x4.add (i32x4.splat (i32.const 8192))
                (i32x4.add
                  (i32x4.mul (local.get $side) (i32x4.add (i32x4.extend_high_i16x8_u (local.get $sides)) (i32x4.extend_high_i16x8_u (local.get $value))))
                  (i32x4.mul (local.get $centre) (i32x4.extend_high_i16x8_u (local.get $middle)))))
              (i32.const 14))))
        (local.set $value (i16x8.extend_low_i8x16_u (v128.load64_zero (i32.add (local.get $row) (local.get $x)))))
        (local.set $difference (i16x8.sub (local.get $value) (local.get $blur)))
        ;; What is left of the difference beyond the threshold on either side.
        (local.set $difference
          (i16x8.add
            (i16x8.max_s (i16x8.sub (local.get $difference) (local.get $limit)) (i16x8.splat (i32.const 0)))
            (i16x8.min_s (i16x8.add (local.get $difference) (local.get $limit)) (i16x8.splat (i32.const 0)))))
        (local.set $value
          (i16x8.add (local.get $value)
            (i16x8.shr_s
              (i16x8.add (i16x8.mul (local.get $difference) (i16x8.splat (local.get $amount))) (i16x8.splat (i32.const 64)))
              (i32.const 7))))
        (v128.store64_lane 0 (i32.add (local.get $output) (local.get $x)) (i8x16.narrow_i16x8_u (local.get $value) (local.get $value)))
        (local.set $x (i32.add (local.get $x) (i32.const 8)))
        (br $next)))))

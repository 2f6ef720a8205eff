;; Sends pixels through a lattice of colours by tetrahedral interpolation; lattice.ts describes it and calls this.
;; Four 32-bit lanes hold red, green, blue and nothing, so that one multiplication serves all channels.
(module
  (memory (export "memory") 1)

  ;; $pixel    first byte of the first pixel
  ;; $end      first byte behind the last one
  ;; $channels bytes a pixel, 3 or 4; the fourth is copied
  ;; $axes     3 x 256 entries of two i32: byte offset of the cell along red, green, blue, and the fraction, 0 to 256
  ;; $corners  8 entries of two i32: byte offsets of the second and the third corner, by the order of the fractions
  ;; $nodes    u16 x 4 each: colours in 1/256 of a level
  ;; $far      byte offset from a cell's near corner to its far one
  ;; $output   where graded pixels go, at the same distances; one byte behind the last is overwritten
  (func (export "apply")
    (param $pixel i32) (param $end i32) (param $channels i32) (param $axes i32) (param $corners i32)
    (param $nodes i32) (param $far i32) (param $output i32)
    (local $red i32) (local $green i32) (local $blue i32)
    (local $near i32) (local $corner i32)
    (local $fr i32) (local $fg i32) (local $fb i32)
    (local $largest i32) (local $middle i32) (local $smallest i32)
    (local $sum v128)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $pixel) (local.get $end)))

        (local.set $red (i32.add (local.get $axes) (i32.shl (i32.load8_u (local.get $pixel)) (i32.const 3))))
        (local.set $green (i32.add (local.get $axes) (i32.shl (i32.load8_u offset=1 (local.get $pixel)) (i32.const 3))))
        (local.set $blue (i32.add (local.get $axes) (i32.shl (i32.load8_u offset=2 (local.get $pixel)) (i32.const 3))))
        (local.set $near
          (i32.add (local.get $nodes)
            (i32.add (i32.load (local.get $red))
              (i32.add (i32.load offset=2048 (local.get $green)) (i32.load offset=4096 (local.get $blue))))))
        (local.set $fr (i32.load offset=4 (local.get $red)))
        (local.set $fg (i32.load offset=2052 (local.get $green)))
        (local.set $fb (i32.load offset=4100 (local.get $blue)))

        ;; One bit for each comparison: green above red, blue above green, blue above red.
        (local.set $corner
          (i32.add (local.get $corners)
            (i32.shl
              (i32.or (i32.shl (i32.gt_s (local.get $fg) (local.get $fr)) (i32.const 2))
                (i32.or (i32.shl (i32.gt_s (local.get $fb) (local.get $fg)) (i32.const 1))
                  (i32.gt_s (local.get $fb) (local.get $fr))))
              (i32.const 3))))
        (local.set $largest (select (local.get $fr) (local.get $fg) (i32.gt_s (local.get $fr) (local.get $fg))))
        (local.set $largest (select (local.get $largest) (local.get $fb) (i32.gt_s (local.get $largest) (local.get $fb))))
        (local.set $smallest (select (local.get $fr) (local.get $fg) (i32.lt_s (local.get $fr) (local.get $fg))))
        (local.set $smallest (select (local.get $smallest) (local.get $fb) (i32.lt_s (local.get $smallest) (local.get $fb))))
        (local.set $middle
          (i32.sub (i32.add (local.get $fr) (i32.add (local.get $fg) (local.get $fb))) (i32.add (local.get $largest) (local.get $smallest))))

        (local.set $sum
          (i32x4.mul
            (i32x4.splat (i32.sub (i32.const 256) (local.get $largest)))
            (i32x4.extend_low_i16x8_u (v128.load64_zero (local.get $near)))))
        (local.set $sum
          (i32x4.add (local.get $sum)
            (i32x4.mul
              (i32x4.splat (i32.sub (local.get $largest) (local.get $middle)))
              (i32x4.extend_low_i16x8_u (v128.load64_zero (i32.add (local.get $near) (i32.load (local.get $corner))))))))
        (local.set $sum
          (i32x4.add (local.get $sum)
            (i32x4.mul
              (i32x4.splat (i32.sub (local.get $middle) (local.get $smallest)))
              (i32x4.extend_low_i16x8_u (v128.load64_zero (i32.add (local.get $near) (i32.load offset=4 (local.get $corner))))))))
        (local.set $sum
          (i32x4.add (local.get $sum)
            (i32x4.mul
              (i32x4.splat (local.get $smallest))
              (i32x4.extend_low_i16x8_u (v128.load64_zero (i32.add (local.get $near) (local.get $far)))))))
        (local.set $sum (i32x4.shr_u (i32x4.add (local.get $sum) (i32x4.splat (i32.const 32768))) (i32.const 16)))

        (if (i32.eq (local.get $channels) (i32.const 4))
          (then (local.set $sum (i32x4.replace_lane 3 (local.get $sum) (i32.load8_u offset=3 (local.get $pixel))))))
        (local.set $sum (i16x8.narrow_i32x4_u (local.get $sum) (local.get $sum)))
        (i32.store (local.get $output) (i32x4.extract_lane 0 (i8x16.narrow_i16x8_u (local.get $sum) (local.get $sum))))

        (local.set $pixel (i32.add (local.get $pixel) (local.get $channels)))
        (local.set $output (i32.add (local.get $output) (local.get $channels)))
        (br $next)))))

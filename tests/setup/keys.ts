/** Keys with which the tests seal contact data, in this process and in those that it starts. Only for made-up people. */
process.env['SEAL_KEYS'] ||= `1:${'5e'.repeat(32)}`

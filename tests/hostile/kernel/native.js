// tries: load native code into the runtime
// allowed: success runtime_error
// seconds: 30
try { process.dlopen({ exports: {} }, '/usr/lib/x86_64-linux-gnu/libc.so.6'); } catch (e) { }
try { process.setuid(0); console.log('ATTACK' + '-WORKED'); } catch (e) { }
try { process.binding('spawn_sync'); } catch (e) { }
try { require('inspector').open(0); if (require('inspector').url()) console.log('ATTACK' + '-WORKED inspector'); } catch (e) { }

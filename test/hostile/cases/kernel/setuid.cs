// what: becomes root by a system call
// expect: system-call
using System;
using System.Runtime.InteropServices;

class Program
{
    [DllImport("libc", SetLastError = true)]
    static extern int setuid(uint uid);

    static void Main()
    {
        if (setuid(0) == 0) Console.WriteLine("BREACH");
        else throw new Exception("setuid: errno " + Marshal.GetLastWin32Error() + (Marshal.GetLastWin32Error() == 1 ? ", Operation not permitted" : ""));
    }
}

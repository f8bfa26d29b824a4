// what: asks the metadata service of a cloud
// expect: network
fetch('http://169.254.169.254/latest/api/token', { method: 'PUT' }).then((answer) => console.log('BREACH', answer.status));
